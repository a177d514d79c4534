import type { Texts } from '../en/index.ts';

export const downlink: Texts['downlink'] = {
  saveData: '데이터 절약',
  saveDataHelp: '사람이 아무리 많아도 모두를 영상 하나와 소리 하나로 받습니다.',
  coming: '모두를 합친 영상을 준비하는 중…',
  lost: '합친 영상이 잠시 끊겼습니다. 저절로 돌아옵니다.',
  ruled: '이 방에서는 누구나 합친 영상 하나로 봅니다.',
  stage: '모두를 합친 영상',
  people: '이 영상에 있는 사람',
  sharing: '화면 공유 중',
  noVolume:
    '모두의 소리가 하나로 합쳐져 오므로 여기서는 한 사람씩 크기를 바꿀 수 없습니다. 바꾸려면 ‘데이터 절약’을 꺼 주세요.',
  weak: '연결이 약해 영상을 한 사람씩 받기 어렵습니다',
  weakHelp: '지금은 모두를 합친 영상 하나로 보고 듣습니다. 연결이 나아지면 원래대로 돌아옵니다.',
  well: '연결이 다시 좋아졌습니다',
  wellHelp: '이제 다시 한 사람씩 따로 보입니다.',
};
