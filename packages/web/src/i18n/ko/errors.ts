import type { Texts } from '../en/index.ts';

export const shortfalls: Texts['shortfalls'] = {
  blur: {
    title: '배경을 흐리게 하지 못했습니다',
    help: '카메라는 켜져 있고 뒤의 방이 그대로 보입니다. 카메라를 끄거나 ‘배경 흐리게’를 다시 골라 주세요.',
  },
  noiseSuppression: {
    title: '소음 제거를 ‘강하게’ 할 수 없습니다',
    help: '마이크는 켜져 있고 브라우저의 소음 제거를 대신 씁니다. 다시 고르면 한 번 더 시도합니다.',
  },
  processing: {
    title: '마이크 소리가 그대로 나갑니다',
    help: '지금은 음량 표시와 조절, ‘말할 때만’이 작동하지 않습니다. 페이지를 새로고침하면 다시 시도합니다.',
  },
  change: {
    title: '새로 고른 대로 바꾸지 못했습니다',
    help: '켜져 있던 것은 그대로 켜져 있습니다. 고른 장치를 다른 프로그램이 쓰고 있을 수 있습니다.',
  },
};

const tryAgain = '잠시 후 다시 시도해 주세요. 계속되면 호스트에게 알려 주세요.';
const reportIt = '페이지를 새로고침해 주세요. 다시 나타나면 오뚝이의 결함이니 알려 주세요.';
const otherBrowser = '최신 Chrome, Edge, Firefox 또는 Safari를 사용해 주세요.';

const screenSound = {
  title: '화면의 소리를 공유하지 못했습니다',
  help: '다시 공유하면서 브라우저 창에서 소리 공유를 선택해 주세요. 지원하지 않는 브라우저도 있습니다.',
};

export const errors: Texts['errors'] = {
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
  dataBlocked: {
    title: '지금은 통화에 있는 모두에게 닿을 길이 없습니다',
    help: '아무것도 보내지 않았습니다. 모두 연결되면 다시 시도해 주세요.',
  },
  peerLeft: {
    title: '끝나기 전에 상대가 나갔습니다',
    help: '다시 들어오면 그때 다시 보내 주세요.',
  },
  notReceiving: {
    title: '이 사람에게는 아무것도 보낼 수 없습니다',
    help: '여기에서 받을 권한이 없는 사람입니다. 초대한 사람에게 알려 주세요.',
  },
  fileDamaged: {
    title: '파일이 보낸 그대로 오지 않았습니다',
    help: '다시 보내 주세요. 계속 그렇다면 Ottogi의 결함이니 알려 주세요.',
  },
  fileUnreadable: {
    title: '파일을 더는 읽을 수 없습니다',
    help: '고른 뒤에 바뀌었거나 옮겨졌습니다. 다시 골라 주세요.',
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
  loadFailed: {
    title: '페이지의 일부를 불러오지 못했습니다',
    help: '서버가 다시 시작 중이거나 그사이 업데이트되었습니다. 페이지를 새로고침해 주세요.',
  },
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
  mixerUnavailable: {
    title: '여기서는 합친 영상을 쓸 수 없습니다',
    help: '서버에 합치는 데 쓰는 Chromium이 없거나, 호스트가 꺼 두었거나, 시작되지 않거나, 이미 가능한 만큼의 방을 합치고 있습니다. 지금처럼 한 사람씩 보고 들을 수 있고, 녹화는 따로따로 할 수 있습니다.',
  },
  mediaUnavailable: {
    title: '서버의 미디어 처리가 잠시 멈췄습니다',
    help: '보통 몇 초 안에 다시 일어납니다. 잠시 후 다시 시도해 주세요.',
  },
  serverRestarting: {
    title: '서버를 업데이트하고 있습니다',
    help: '이 페이지는 잠시 뒤 저절로 돌아옵니다.',
  },
  serverClosing: {
    title: '서버가 종료되고 있습니다',
    help: '다시 시작되는 중이라면 이 페이지도 저절로 돌아옵니다.',
  },
  forbidden: {
    title: '여기에서는 할 수 없습니다',
    help: '방의 주인이나 관리자만 할 수 있습니다. 그 사람에게 부탁하거나 직접 방을 만들어 주세요.',
  },
  accessRequired: {
    title: '비밀번호가 있는 곳입니다',
    help: '초대한 사람에게 비밀번호나 비밀번호가 든 링크를 달라고 해 주세요.',
  },
  accessRefused: {
    title: '이곳의 비밀번호와 맞지 않습니다',
    help: '대문자와 소문자를 구별합니다. 그사이 바뀌었을 수 있으니 초대한 사람에게 물어보세요.',
  },
  tokenRefused: {
    title: '초대를 받아야 들어갈 수 있습니다',
    help: '받은 링크를 빠짐없이 열거나 새 링크를 달라고 해 주세요.',
  },
  tokenExpired: {
    title: '초대 기간이 끝났습니다',
    help: '링크를 준 사람에게 새 링크를 달라고 해 주세요.',
  },
  accessUnavailable: {
    title: '서버가 지금 초대를 확인하지 못하고 있습니다',
    help: '계속 시도하고 있습니다. 계속되면 호스트에게 알려 주세요.',
  },
  notGranted: {
    title: '받은 초대로는 할 수 없습니다',
    help: '링크를 준 사람에게 다른 링크를 달라고 해 주세요.',
  },
  passwordRequired: {
    title: '비밀번호가 있는 방입니다',
    help: '초대한 사람에게 비밀번호를 물어보세요.',
  },
  wrongPassword: {
    title: '비밀번호가 맞지 않습니다',
    help: '대문자와 소문자를 구별합니다. 그사이 비밀번호가 바뀌었을 수도 있습니다.',
  },
  keyRequired: {
    title: '종단 간 암호화된 방입니다',
    help: '받은 링크를 빠짐없이 열거나 암호문을 물어봐 주세요.',
  },
  encryptedRoom: {
    title: '종단 간 암호화된 방입니다',
    help: '서버는 방 안의 일을 보거나 들을 수 없으므로 녹화하거나 합칠 수도 없습니다.',
  },
  encryptedTopology: {
    title: '암호화된 방은 서버를 거쳐 연결합니다',
    help: '종단 간 암호화된 방에서 보내는 것은 서버를 거쳐 가도록 봉해져 있고 서버는 내용을 알 수 없습니다. 그래서 직접 연결하거나 서버가 합칠 수 없습니다.',
  },
  notEncrypted: {
    title: '종단 간 암호화된 방이 아닙니다',
    help: '받은 링크는 같은 이름의 암호화된 방을 위한 것입니다. 들어가기 전에 링크를 준 사람에게 물어봐 주세요.',
  },
  encryptionUnsupported: {
    title: '이 브라우저는 종단 간 암호화를 할 수 없습니다',
    help: '최신 Chrome, Edge, Firefox 또는 Safari를 사용해 주세요. 아무것도 보내지 않았습니다.',
  },
  roomFull: {
    title: '방이 가득 찼습니다',
    help: '누군가 나간 뒤 다시 시도해 주세요. 채팅은 지금도 읽고 쓸 수 있습니다.',
  },
  serverFull: {
    title: '서버에 남은 자리가 없습니다',
    help: '누군가 나간 뒤 다시 시도해 주세요. 채팅은 지금도 읽고 쓸 수 있습니다.',
  },
  roomExists: {
    title: '같은 이름의 방이 이미 있습니다',
    help: '다른 이름을 골라 주세요. 대문자와 소문자는 구별하지 않습니다.',
  },
  tooManyRooms: {
    title: '서버에 더는 방을 만들 수 없습니다',
    help: '있는 방을 쓰거나 호스트에게 방을 정리해 달라고 해 주세요.',
  },
  banned: {
    title: '이 방에 들어갈 수 없게 되었습니다',
    help: '방을 관리하는 사람이 정한 일입니다. 그 사람이 다시 들여보낼 수 있습니다.',
  },
  roomDeleted: {
    title: '방이 삭제되었습니다',
    help: '다른 방을 고르거나 새로 만들어 주세요.',
  },
  removed: {
    title: '통화에서 내보내졌습니다',
    help: '방을 관리하는 사람이 내보냈습니다. 다시 들어가기 전에 먼저 이야기해 보세요.',
  },
  roomLocked: {
    title: '방이 잠겨 있습니다',
    help: '지금은 새로 들어갈 수 없습니다. 안에 있는 사람에게 부탁하거나 나중에 다시 시도해 주세요.',
  },
  waitInLobby: {
    title: '누군가 들여보내 주어야 합니다',
    help: '기다리고 있다고 방을 관리하는 사람에게 알렸습니다.',
  },
  notAdmitted: {
    title: '들어가지 못했습니다',
    help: '방을 관리하는 사람이 들여보내지 않았습니다. 다시 요청할 수 있습니다.',
  },
  tooManyModerators: {
    title: '이 방의 관리자를 더 늘릴 수 없습니다',
    help: '먼저 다른 사람의 관리 권한을 거두어 주세요.',
  },
  emptyMessage: {
    title: '메시지가 비어 있습니다',
    help: '눈에 보이는 글자를 적거나 파일을 넣어 주세요.',
  },
  nameRequired: {
    title: '누가 쓰는지 알려 주세요',
    help: '이름을 정한 다음 다시 보내 주세요.',
  },
  fileTooLarge: {
    title: '이 서버에 올리기에는 파일이 너무 큽니다',
    help: '크기를 줄이거나 다른 방법으로 보내 주세요.',
  },
  uploadIncomplete: {
    title: '파일이 온전히 도착하지 못했습니다',
    help: '다시 보내 주세요. 도중에 파일이 바뀌었거나 연결이 끊겼을 수 있습니다.',
  },
  storageFull: {
    title: '서버에 파일과 녹화를 둘 자리가 없습니다',
    help: '호스트에게 알려 주세요. 파일이 없는 메시지는 보낼 수 있습니다.',
  },
  tooManyRecordings: {
    title: '녹화를 더 둘 수 없습니다',
    help: '이 방에서 필요 없는 녹화를 지우거나 다른 방의 녹화가 끝날 때까지 기다려 주세요.',
  },
  recorderMissing: {
    title: '이 서버에 ffmpeg가 없어 녹화할 수 없습니다',
    help: '호스트에게 알려 주세요. apt-get install ffmpeg 한 줄이면 설치됩니다.',
  },
  storeUnavailable: {
    title: '서버가 지금 저장하지 못하고 있습니다',
    help: tryAgain,
  },
  internal: { title: '문제가 생겼습니다', help: tryAgain },
};
