import type { Texts } from './en.ts';
import { toward } from './particle.ts';

const tryAgain = '잠시 후 다시 시도해 주세요. 계속되면 호스트에게 알려 주세요.';
const reportIt = '페이지를 새로고침해 주세요. 다시 나타나면 오뚝이의 결함이니 알려 주세요.';
const otherBrowser = '최신 Chrome, Edge, Firefox 또는 Safari를 사용해 주세요.';

const screenSound = {
  title: '화면의 소리를 공유하지 못했습니다',
  help: '다시 공유하면서 브라우저 창에서 소리 공유를 선택해 주세요. 지원하지 않는 브라우저도 있습니다.',
};

export const ko: Texts = {
  languageName: '한국어',
  language: '언어',

  rooms: '방',
  openMenu: '방 목록 열기',
  closeMenu: '방 목록 닫기',
  newRoom: '새 방',
  roomName: '방 이름',
  openRoom: '방 열기',
  enterRoom: (room) => `${room} 들어가기`,
  forgetRoom: (room) => `${room} 목록에서 지우기`,
  peopleIn: (room) => `${room}에 있는 사람`,
  people: (count) => `${count}명`,
  nobodyHere: '지금은 아무도 없습니다',
  muted: '음소거',
  cameraOn: '카메라 켜짐',
  screenOn: '화면 공유 중',

  yourName: '이름',
  yourNameHint: '다른 사람에게 보이는 이름입니다',
  changeName: '이름 바꾸기',
  save: '저장',
  cancel: '취소',
  continue: '계속',
  nameNeeded: '눈에 보이는 이름을 적어 주세요.',
  nameLater: '새 이름은 다음에 들어가는 방부터 보입니다.',

  welcome: '어서 오세요!',
  welcomeLead: '목소리와 영상, 화면으로 이야기하는 방입니다.',
  hello: (name) => `${name} 님, 안녕하세요`,
  pickRoom: '방을 누르면 바로 들어갑니다.',
  firstRoomTitle: '아직 방이 없습니다',
  firstRoomLead: '첫 방을 열어 보세요. 이 페이지에 들어온 모두에게 보입니다.',
  firstRoom: '라운지',

  join: '들어가기',
  joinAlone: '아직 아무도 없습니다. 첫 번째로 들어갑니다.',
  microphoneOnJoin: '들어갈 때 마이크',
  cameraOnJoin: '들어갈 때 카메라',
  on: '켬',
  off: '끔',

  connecting: '연결하는 중…',
  connectingSlow:
    '서버가 아직 응답하지 않습니다. 서버가 켜져 있는지, 네트워크가 맞는지 확인해 주세요. 계속 시도하고 있습니다.',
  entering: (room) => `${room}에 들어가는 중…`,
  enteringAgain: (room) => `다시 일어나는 중: ${toward(room)} 돌아갑니다…`,
  movingTo: (room) => `${toward(room)} 옮기는 중…`,
  reconnecting: '연결이 끊겼습니다. 다시 연결하는 중…',
  mediaConnecting: '소리와 영상을 연결하는 중…',
  blockedTitle: '소리와 영상이 오가지 못하고 있습니다',
  blockedHelp:
    '방에는 들어왔지만 미디어가 중간에서 막혀 있습니다. 다른 네트워크를 쓰거나 VPN을 꺼 보세요. 호스트라면 UDP와 TCP 미디어 포트(40000번부터)를 열고, 다른 사람이 서버에 접속하는 주소를 OTTOGI_ANNOUNCED_ADDRESS에 적어 주세요.',
  reload: '새로고침',
  tryAgain: '다시 시도',
  backToRooms: '방 목록으로',
  dismiss: '닫기',

  you: '나',
  screenOf: (name) => `${name} 님의 화면`,
  yourScreen: '내 화면',
  pictureComing: '영상을 불러오는 중…',
  pictureBlocked: '영상이 오지 못하고 있습니다',
  askForPicture: '다시 요청',
  aloneHere: '지금은 혼자입니다. 부를 사람에게 링크를 보내 보세요.',
  copyLink: '링크 복사',
  linkCopied: '복사됨',
  silenced: '아직 소리가 들리지 않습니다',
  silencedHelp: '누르기 전까지 브라우저가 이 페이지의 소리를 막고 있습니다.',
  clickToHear: '눌러서 듣기',
  peerJoined: (name) => `${name} 님이 들어왔습니다`,
  peerLeft: (name) => `${name} 님이 나갔습니다`,

  controls: '마이크, 카메라, 화면',
  sources: { microphone: '마이크', camera: '카메라', screen: '화면 공유' },
  turnOn: { microphone: '마이크 켜기', camera: '카메라 켜기', screen: '화면 공유하기' },
  turnOff: { microphone: '음소거', camera: '카메라 끄기', screen: '화면 공유 멈추기' },
  starting: '시작하는 중…',
  leave: '나가기',

  errors: {
    permissionDenied: {
      microphone: {
        title: '브라우저가 마이크 사용을 막고 있습니다',
        help: '주소 옆의 아이콘을 눌러 마이크를 허용한 다음 버튼을 다시 눌러 주세요.',
      },
      camera: {
        title: '브라우저가 카메라 사용을 막고 있습니다',
        help: '주소 옆의 아이콘을 눌러 카메라를 허용한 다음 버튼을 다시 눌러 주세요.',
      },
      screen: {
        title: '화면이 공유되지 않았습니다',
        help: '버튼을 다시 눌러 창을 골라 주세요. Mac에서는 시스템 설정 › 개인정보 보호 › 화면 기록에서 브라우저를 허용해야 합니다.',
      },
      screenAudio: screenSound,
      call: {
        title: '브라우저가 거부했습니다',
        help: '주소 옆의 아이콘을 눌러 이 페이지에 마이크와 카메라를 허용해 주세요.',
      },
    },
    deviceNotFound: {
      microphone: {
        title: '마이크를 찾을 수 없습니다',
        help: '마이크를 연결하고 버튼을 다시 눌러 주세요. 마이크 없이 들을 수도 있습니다.',
      },
      camera: {
        title: '카메라를 찾을 수 없습니다',
        help: '카메라를 연결하고 버튼을 다시 눌러 주세요. 카메라 없이 있어도 괜찮습니다.',
      },
      screen: { title: '공유할 화면이 없습니다', help: '버튼을 눌러 다시 골라 주세요.' },
      screenAudio: screenSound,
      call: { title: '장치를 찾을 수 없습니다', help: '장치를 연결하고 다시 시도해 주세요.' },
    },
    deviceBusy: {
      microphone: {
        title: '마이크가 시작되지 않습니다',
        help: '다른 프로그램이 쓰고 있을 수 있습니다. 그 프로그램을 닫고 버튼을 다시 눌러 주세요.',
      },
      camera: {
        title: '카메라가 시작되지 않습니다',
        help: '다른 프로그램이 쓰고 있을 수 있습니다. 그 프로그램을 닫고 버튼을 다시 눌러 주세요.',
      },
      screen: {
        title: '화면을 가져오지 못했습니다',
        help: '버튼을 다시 누르거나 다른 창을 골라 주세요.',
      },
      screenAudio: screenSound,
      call: {
        title: '장치가 시작되지 않습니다',
        help: '장치를 쓰고 있을 수 있는 다른 프로그램을 닫아 주세요.',
      },
    },
    insecureContext: {
      title: '이 주소에서는 브라우저가 마이크, 카메라, 화면을 내주지 않습니다',
      help: '이 페이지를 https:// 주소로 열어 주세요. 호스트가 오뚝이를 실행한 터미널에 그 주소가 보입니다. 보고 듣는 것은 여기서도 됩니다.',
    },
    unsupported: {
      microphone: { title: '이 브라우저는 소리를 녹음할 수 없습니다', help: otherBrowser },
      camera: { title: '이 브라우저는 카메라를 쓸 수 없습니다', help: otherBrowser },
      screen: {
        title: '이 브라우저는 화면을 공유할 수 없습니다',
        help: '휴대전화와 태블릿에서는 대부분 되지 않습니다. 컴퓨터로 들어와 공유해 주세요.',
      },
      screenAudio: screenSound,
      call: {
        title: '이 브라우저로는 통화할 수 없습니다',
        help: `${otherBrowser} WebRTC가 꺼져 있지 않은지도 확인해 주세요.`,
      },
    },
    cancelled: { title: '아무것도 공유하지 않았습니다', help: '언제든 버튼을 다시 누르면 됩니다.' },
    serverUnreachable: {
      title: '서버가 응답하지 않습니다',
      help: '네트워크를 확인해 주세요. 다른 사람도 들어갈 수 없다면 호스트가 서버를 다시 시작해야 합니다.',
    },
    timeout: { title: '서버의 응답이 너무 늦습니다', help: tryAgain },
    mediaBlocked: {
      title: '소리와 영상이 오가지 못하고 있습니다',
      help: '방화벽이 막고 있는 것 같습니다. 다른 네트워크를 쓰거나 호스트에게 미디어 포트를 열어 달라고 해 주세요.',
    },
    superseded: { title: '더 새로운 동작이 대신했습니다', help: '할 일은 없습니다.' },
    invalidRequest: {
      title: '서버가 받아들이지 않았습니다',
      help: '이름은 눈에 보이는 글자로 1자에서 64자까지입니다. 더 짧거나 단순하게 적어 주세요.',
    },
    unknownRequest: { title: '서버가 이 페이지의 요청을 알지 못합니다', help: reportIt },
    ackMissing: { title: '페이지가 답을 기다리지 않고 요청했습니다', help: reportIt },
    tooManyRequests: {
      title: '조금 빨랐습니다',
      help: '서버가 앞선 요청을 아직 처리하고 있습니다. 잠시 후 다시 눌러 주세요.',
    },
    messageTooLarge: { title: '한 번에 보내기에는 너무 큽니다', help: reportIt },
    protocolMismatch: {
      title: '페이지와 서버의 버전이 다릅니다',
      help: '그사이 서버가 업데이트되었습니다. 페이지를 새로고침하면 맞는 버전이 열립니다.',
    },
    notJoined: { title: '지금은 방에 있지 않습니다', help: '방을 눌러 다시 들어가 주세요.' },
    alreadyJoined: { title: '이미 이 방에 있습니다', help: '할 일은 없습니다.' },
    notFound: { title: '그사이 사라졌습니다', help: tryAgain },
    wrongState: { title: '지금은 할 수 없습니다', help: tryAgain },
    sourceTaken: { title: '이미 공유하고 있습니다', help: '껐다가 다시 켜 주세요.' },
    mediaRejected: {
      title: '서버가 이 브라우저의 미디어를 다루지 못합니다',
      help: otherBrowser,
    },
    mediaUnavailable: {
      title: '서버의 미디어 처리가 잠시 멈췄습니다',
      help: '보통 몇 초 안에 다시 일어납니다. 잠시 후 다시 시도해 주세요.',
    },
    serverClosing: {
      title: '서버가 종료되고 있습니다',
      help: '다시 시작되는 중이라면 이 페이지도 저절로 돌아옵니다.',
    },
    internal: { title: '문제가 생겼습니다', help: tryAgain },
  },
};
