import type { Texts } from '../en/index.ts';

export const codes: Texts['codes'] = {
  title: '직접 연결의 코드',
  lead: '서버가 두 사람을 이어 주므로 그 사이에 끼어들 수도 있습니다. 두 사람의 코드가 같으면 아무도 끼어들지 않은 것입니다.',
  show: '코드 비교하기…',
  help: '서로 읽어 주세요. 새로 연결될 때까지 바뀌지 않습니다.',
  same: '두 사람의 코드가 같습니다',
  sameHint: '새로 연결될 때까지 이 탭에만 남습니다.',
  none: '직접 연결된 사람이 없습니다.',
  coming: '아직 코드가 없습니다.',
  compared: '모두와 코드를 비교했습니다. 서버를 포함해 아무도 사이에 끼어 있지 않습니다.',
};
