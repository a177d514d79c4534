import type { Texts } from '../en/index.ts';

const otherNetwork =
  '휴대폰 데이터처럼 다른 네트워크를 쓰거나 VPN을 꺼 보세요. 그래서 된다면 호스트에게 알려 주세요.';

const notTried = {
  what: '해 보지 못했습니다',
  why: '서버에 물어볼 수 없었습니다.',
  mend: '잠시 후 다시 확인해 주세요.',
};

const results: Texts['check']['results'] = {
  secureContext: {
    secure: { what: '브라우저가 이 주소를 믿습니다' },
    insecure: {
      what: '브라우저가 이 주소를 믿지 않습니다',
      why: 'https가 아닌 페이지에는 마이크, 카메라, 화면을 내주지 않습니다.',
      mend: 'https:// 주소로 열어 주세요. 호스트가 오뚝이를 실행한 창에 그 주소가 있습니다.',
    },
  },
  webRtc: {
    there: { what: '이 브라우저로 통화할 수 있습니다' },
    missing: {
      what: '이 브라우저로는 통화할 수 없습니다',
      why: 'WebRTC가 없거나 꺼져 있습니다. 확장 프로그램이 막았을 수도 있습니다.',
      mend: '최신 Chrome, Edge, Firefox 또는 Safari를 쓰고, WebRTC를 막는 확장 프로그램을 꺼 주세요.',
    },
  },
  browser: {
    known: { what: '브라우저와 서버의 미디어가 서로 맞습니다' },
    unsupported: {
      what: '이 브라우저에서는 통화가 되지 않습니다',
      why: '오뚝이가 소리와 영상을 주고받을 준비를 하지 못했습니다.',
      mend: '최신 Chrome, Edge, Firefox 또는 Safari를 사용해 주세요.',
    },
    unknown: {
      what: '서버에 닿지 못해 확인하지 못했습니다',
      why: '이 브라우저와 무엇을 주고받을 수 있는지는 서버만 압니다.',
      mend: '먼저 연결을 해결한 뒤 다시 확인해 주세요.',
    },
  },
  microphone: {
    granted: { what: '있고, 허용되어 있습니다' },
    askable: { what: '있습니다. 켤 때 브라우저가 물어봅니다' },
    refused: {
      what: '이 브라우저에서 허용되지 않았습니다',
      why: '내 목소리가 아무에게도 들리지 않습니다.',
      mend: '이 페이지에 허용해 주세요.',
    },
    none: {
      what: '찾지 못했습니다',
      why: '내 목소리가 아무에게도 들리지 않습니다. 듣는 것은 됩니다.',
      mend: '마이크를 연결하고, 시스템 설정에서 브라우저가 쓰도록 허용해 주세요.',
    },
  },
  camera: {
    granted: { what: '있고, 허용되어 있습니다' },
    askable: { what: '있습니다. 켤 때 브라우저가 물어봅니다' },
    refused: {
      what: '이 브라우저에서 허용되지 않았습니다',
      why: '내 모습이 아무에게도 보이지 않습니다.',
      mend: '이 페이지에 허용해 주세요.',
    },
    none: {
      what: '찾지 못했습니다',
      why: '내 모습이 아무에게도 보이지 않습니다. 통화는 할 수 있습니다.',
      mend: '카메라를 연결하고, 시스템 설정에서 브라우저가 쓰도록 허용해 주세요.',
    },
  },
  playback: {
    free: { what: '브라우저가 소리를 냅니다' },
    held: {
      what: '브라우저가 이 페이지의 소리를 막고 있습니다',
      why: '페이지를 한 번 누르기 전까지 다른 사람의 소리가 들리지 않습니다.',
      mend: '아무 데나 누르거나, 브라우저 설정에서 이 페이지의 소리를 허용해 주세요.',
    },
  },
  server: {
    answers: { what: '서버가 대답합니다' },
    silent: {
      what: '서버가 대답하지 않습니다',
      why: '서버 없이는 방도 없습니다.',
      mend: '네트워크를 확인해 주세요. 다른 사람도 안 된다면 호스트가 서버를 다시 켜야 합니다.',
    },
  },
  signaling: {
    webSocket: { what: '연결되어 있습니다' },
    polling: {
      what: '돌아가는 길로 연결되어 있습니다',
      why: '무언가가 WebSocket을 막고 있어 소식이 늦게 도착합니다.',
      mend: '프록시나 VPN을 꺼 보세요. 앞에 프록시를 둔 호스트는 WebSocket 업그레이드를 허용해 주세요.',
    },
    lost: {
      what: '연결되지 않았습니다',
      why: '연결이 없으면 통화도 채팅도 할 수 없습니다.',
      mend: '네트워크를 확인한 뒤 다시 확인해 주세요. 서버가 대답하는데도 안 되면 보고서를 보내 주세요.',
    },
    refused: {
      what: '서버가 이 페이지를 받아 주지 않습니다',
      why: '그사이 서버가 업데이트되었거나, 들어올 수 없게 되어 있습니다.',
      mend: '페이지를 새로고침해 주세요. 그래도 안 되면 호스트에게 물어보세요.',
    },
  },
  media: {
    good: { what: '소리와 영상이 곧장 오갑니다' },
    tcpOnly: {
      what: '소리와 영상이 TCP로 오갑니다',
      why: 'UDP가 막혀 있어 패킷이 사라지면 끊깁니다.',
      mend: '방화벽에서 UDP를 허용하거나 다른 네트워크를 써 보세요.',
    },
    turnOnly: {
      what: '소리와 영상이 중계 서버를 거칩니다',
      why: '곧장 가는 길이 막혀 있어 조금 늦습니다.',
      mend: '방화벽에서 서버의 미디어 포트로 가는 UDP를 허용하거나 다른 네트워크를 써 보세요.',
    },
    blocked: {
      what: '소리와 영상이 오가지 못합니다',
      why: '방화벽이 막고 있거나, 서버가 잘못된 주소를 알려 주고 있습니다.',
      mend: otherNetwork,
    },
    unknown: {
      what: '확인하지 못했습니다',
      why: '서버에 연결되지 않으면 미디어가 오가는 길을 찾을 수 없습니다.',
      mend: '먼저 연결을 해결한 뒤 다시 확인해 주세요.',
    },
  },
  udp: {
    ok: { what: '열려 있습니다' },
    blocked: { what: '막혔습니다', why: '목소리에 가장 좋은 길입니다.', mend: otherNetwork },
    unknown: notTried,
  },
  tcp: {
    ok: { what: '열려 있습니다' },
    blocked: {
      what: '막혔습니다',
      why: 'UDP가 막혔을 때 통화가 대신 쓰는 길입니다.',
      mend: otherNetwork,
    },
    unknown: notTried,
  },
  turn: {
    ok: { what: '열려 있습니다' },
    blocked: {
      what: '중계 서버에 닿지 않습니다',
      why: '방화벽이 엄격한 곳에서 쓰는 마지막 길입니다.',
      mend: '다른 길이 열려 있으면 괜찮습니다. 아니라면 보고서를 보내 주세요. 호스트가 중계 서버를 살펴볼 수 있습니다.',
    },
    unknown: notTried,
    notConfigured: { what: '이 서버에는 없습니다. 대개 없어도 됩니다' },
  },
  roundTrip: {
    short: { what: '짧습니다' },
    long: {
      what: '깁니다',
      why: '대답이 늦게 도착해 서로 동시에 말하게 됩니다.',
      mend: 'Wi-Fi 대신 케이블을 쓰고 VPN을 꺼 보세요.',
    },
    unknown: { what: '열린 길이 없어 알 수 없습니다' },
  },
  clock: {
    right: { what: '서버의 시계와 같습니다' },
    wrong: {
      what: '이 기기와 서버의 시계가 다릅니다',
      why: '시각이 잘못 보이고, 기한이 있는 접속 권한이 일찍 끝날 수 있습니다.',
      mend: '시스템이 시계를 자동으로 맞추게 해 주세요. 이 기기의 시계가 맞다면 호스트에게 알려 주세요.',
    },
    unknown: { what: '서버가 대답하지 않아 알 수 없습니다' },
  },
};

const names: Texts['check']['names'] = {
  secureContext: '주소',
  webRtc: '브라우저의 통화 기능',
  browser: '브라우저의 미디어',
  microphone: '마이크',
  camera: '카메라',
  playback: '소리',
  server: '서버',
  signaling: '연결',
  media: '소리와 영상',
  udp: 'UDP로 가는 길',
  tcp: 'TCP로 가는 길',
  turn: '중계 서버(TURN)로 가는 길',
  roundTrip: '오가는 시간',
  clock: '시계',
};

export const check: Texts['check'] = {
  title: '무엇이 문제인가요?',
  lead: '통화에 필요한 것을 살펴봅니다. 이 브라우저와 장치, 서버까지 가는 길입니다. 장치는 켜지 않으며 통화는 그대로 이어집니다.',
  open: '무엇이 문제인지 알아보기',
  running: (done, all) => `살펴보는 중… ${done}/${all}`,
  fine: '모두 좋습니다',
  fineHelp: '그래도 문제가 있다면 호스트에게 보고서를 보내 주세요.',
  toLookAt: (count) => `살펴볼 것이 ${count}가지 있습니다`,
  failed: '확인이 중간에 끊겼습니다',
  again: '다시 확인',
  home: '방 목록으로',
  levels: {
    ok: '좋음',
    warning: '아쉬움',
    problem: '문제',
    none: '해당 없음',
    waiting: '살펴보는 중',
  },
  report: '호스트에게 보고서 보내기',
  reportLead:
    '위의 결과와 브라우저가 어디까지 갔는지를 담습니다. 메시지와 비밀번호는 들어가지 않고, 내 주소는 앞부분만 들어갑니다.',
  reportText: '무슨 일이 있었나요? (선택)',
  preview: '보내는 내용',
  send: '보고서 보내기',
  sending: '보내는 중…',
  sent: (reportId) => `보냈습니다. 보고서 이름은 ${reportId}입니다.`,
  sentHelp: '호스트에게 이 이름을 알려 주면 보고서를 찾을 수 있습니다. 최근 200개까지 보관합니다.',
  results,
  names,
};
