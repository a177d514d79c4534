import type { Texts } from '../en/index.ts';

export const settings: Texts['settings'] = {
  title: '설정',
  tabs: {
    voice: '음성',
    video: '영상',
    screen: '화면 공유',
    notifications: '알림',
    appearance: '모양',
    shortcuts: '키보드',
    network: '네트워크',
    about: '정보',
  },

  microphone: '마이크',
  camera: '카메라',
  speaker: '스피커',
  defaultDevice: '시스템 기본값',
  numbered: (kind, number) => `${kind} ${number}`,
  unplugged: '선택했지만 연결되지 않음',
  inputLevel: '마이크 입력 크기',
  testMicrophone: '마이크 확인',
  stopTest: '확인 끝내기',
  testSpeaker: '스피커 확인',
  playingTest: '재생 중…',
  speakerFailed: '소리가 나지 않습니다. 스피커 연결과 음량을 확인해 주세요.',

  mode: '내 목소리가 들리는 때',
  modes: {
    open: { name: '항상', short: '켬', hint: '음소거할 때까지 마이크가 열려 있습니다.' },
    pushToTalk: {
      name: '눌러서 말하기',
      short: '누름',
      hint: '키를 누르고 있는 동안만 들립니다.',
    },
    threshold: {
      name: '말할 때만',
      short: '감지',
      hint: '기준보다 크게 말하는 동안만 들립니다.',
    },
  },
  talkKey: '누르고 있을 키',
  changeKey: '키 바꾸기',
  pressKey: '키를 누르세요…',
  release: '말이 끝난 뒤 유지',
  threshold: '기준 크기',
  processing: '내 목소리 다듬기',
  noise: '소음 제거',
  noises: {
    off: { name: '끔', hint: '음악이나, 조용한 방의 좋은 마이크에 알맞습니다.' },
    browser: { name: '보통', hint: '브라우저가 계속되는 소음을 줄입니다.' },
    rnnoise: {
      name: '강하게',
      hint: '이 기기에서 키보드와 선풍기 소리까지 줄입니다. 컴퓨터를 조금 더 씁니다.',
    },
  },
  echo: '에코 제거',
  echoHint: '내 스피커에서 난 소리가 다른 사람에게 되돌아가지 않게 합니다.',
  autoGain: '자동 음량',
  autoGainHint: '다른 사람과 비슷한 크기로 들리게 합니다.',
  inputVolume: '마이크 음량',
  masterVolume: '전체 음량',

  preview: '미리 보기',
  startPreview: '영상 보기',
  stopPreview: '멈추기',
  cameraIsOff: '카메라가 꺼져 있습니다',
  quality: '화질',
  blur: '배경 흐리게',
  blurs: { off: '끔', light: '약하게', strong: '강하게' },
  mirror: '거울처럼 보기',
  mirrorHint: '다른 사람에게는 뒤집혀 보이지 않습니다.',

  screenContent: '공유하는 내용',
  screenText: '글자 (선명하게)',
  screenMotion: '움직임 (부드럽게)',
  screenContentHint: '슬라이드와 코드는 선명한 글자가, 영화와 게임은 부드러운 움직임이 좋습니다.',
  screenSound: '소리도 공유',
  screenSoundHint:
    '브라우저가 제공할 때만 됩니다. 대부분 탭의 소리이고, 전체 소리가 되는 시스템도 있습니다.',

  sounds: '효과음',
  soundsHint: '누가 들어오거나 나갈 때, 글을 쓰거나 손을 들 때 납니다.',
  notifications: '메시지 알림',
  notificationsHint: '이 페이지가 보이지 않는 동안 알립니다.',
  notificationsMissing: '이 브라우저에는 알림 기능이 없습니다.',
  notificationsRefused: '브라우저가 막고 있습니다. 주소 옆의 아이콘을 눌러 알림을 허용해 주세요.',

  theme: '색상',
  themes: { system: '시스템에 맞춤', light: '밝게', dark: '어둡게' },
  layout: '통화의 첫 모습',
  layouts: { grid: '모두 같은 크기로', spotlight: '말하는 사람을 크게' },

  network: '네트워크',
  networkLead: '이 브라우저와 서버 사이에 소리와 영상이 오갈 수 있는 길을 시험합니다.',
  checkingNetwork: '네트워크를 살펴보는 중…',
  checkAgain: '다시 확인',
  verdicts: {
    good: { title: '네트워크가 좋습니다', help: '통화가 곧장 오갑니다.' },
    slow: {
      title: '네트워크는 되지만 길이 멉니다',
      help: '대답이 늦게 도착합니다. Wi-Fi 대신 케이블을 쓰거나 VPN을 끄면 나아집니다.',
    },
    tcpOnly: {
      title: 'UDP가 막혀 있어 TCP로 통화합니다',
      help: '통화는 되지만 패킷이 사라지면 끊깁니다. 방화벽에서 UDP를 허용하거나 다른 네트워크를 써 보세요.',
    },
    turnOnly: {
      title: '중계 서버를 거치는 길만 열려 있습니다',
      help: '통화는 되지만 조금 늦습니다. 방화벽에서 서버의 미디어 포트로 가는 UDP를 허용해 주세요.',
    },
    blocked: {
      title: '열린 길이 없어 여기서는 통화할 수 없습니다',
      help: '방화벽이 소리와 영상을 막고 있습니다. 다른 네트워크를 쓰거나 VPN을 꺼 보세요. 호스트는 미디어 포트를 열거나 TURN 서버를 둘 수 있습니다.',
    },
  },
  ways: {
    ok: '됩니다',
    blocked: '막혔습니다',
    unknown: '해 보지 않음',
    notConfigured: '설정되지 않음',
  },

  permissionHelp: {
    chromium: '주소 왼쪽의 아이콘을 눌러 장치를 켜고, 브라우저가 물으면 새로고침해 주세요.',
    firefox: '주소 왼쪽의 줄 그어진 장치 아이콘을 눌러 ×로 차단을 지우고 다시 시도해 주세요.',
    safari: '메뉴에서 Safari › 이 웹사이트 설정을 골라 카메라와 마이크를 허용해 주세요.',
    ios: '주소 옆의 페이지 메뉴에서 웹사이트 설정을 골라 카메라와 마이크를 허용해 주세요.',
    other: '브라우저 설정에서 이 페이지에 카메라와 마이크를 허용해 주세요.',
  },
  withoutDevices: '장치 없이 들어가도 다른 사람을 보고 들을 수 있습니다.',

  about: '우리끼리 쓰는 집. 목소리, 영상, 화면, 채팅이 있는 방들입니다.',
  version: (version) => `버전 ${version}`,
};
