import type { common as english } from '../en/common.ts';

export const common: typeof english = {
  languageName: '한국어',
  language: '언어',
  people: (count) => `${count}명`,
  yourName: '이름',
  yourNameHint: '다른 사람에게 보이는 이름입니다',
  save: '저장',
  cancel: '취소',
  continue: '계속',
  nameNeeded: '눈에 보이는 이름을 적어 주세요.',
  on: '켬',
  off: '끔',
  connecting: '연결하는 중…',
  connectingSlow:
    '서버가 아직 응답하지 않습니다. 서버가 켜져 있는지, 네트워크가 맞는지 확인해 주세요. 계속 시도하고 있습니다.',
  connectingHeld: '같은 네트워크에서 시도가 너무 많았습니다. 잠시 후 저절로 다시 시도합니다.',
  reconnecting: '연결이 끊겼습니다. 다시 연결하는 중…',
  reload: '새로고침',
  broken: {
    title: '페이지의 이 부분에 문제가 생겼습니다',
    help: '페이지를 새로고침해 주세요. 다시 생기면 오뚝이의 결함이니 알려 주세요.',
  },
  tryAgain: '다시 시도',
  tryAgainIn: (seconds: number) => `${seconds}초 뒤에 다시 시도해 주세요.`,
  close: '닫기',
  dismiss: '닫기',
  you: '나',
  copyLink: '링크 복사',
  copyRefused: '브라우저가 복사를 허용하지 않습니다',
  loading: '불러오는 중…',
  linkCopied: '복사됨',
};
