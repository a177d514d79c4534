import type { CheckupName, CheckupResult } from '@ottogi/client';

/** How something stands; and where it is not as it should be, why that matters and what to do. */
export interface CheckText {
  what: string;
  why?: string;
  mend?: string;
}

type CheckTexts = { [C in CheckupName]: Record<CheckupResult<C>, CheckText> };

const otherNetwork =
  'Try another network, such as your phone’s, or switch off a VPN. If that helps, tell the host.';

const results: CheckTexts = {
  secureContext: {
    secure: { what: 'The browser trusts this address' },
    insecure: {
      what: 'The browser does not trust this address',
      why: 'It gives no microphone, camera or screen to pages without https.',
      mend: 'Open this page by its https:// address. The host sees it where Ottogi runs.',
    },
  },
  webRtc: {
    there: { what: 'The browser can make calls' },
    missing: {
      what: 'The browser cannot make calls',
      why: 'WebRTC is missing or switched off, perhaps by an extension.',
      mend: 'Use a current Chrome, Edge, Firefox or Safari, and switch off extensions that block WebRTC.',
    },
  },
  browser: {
    known: { what: 'The browser and the server understand each other’s media' },
    unsupported: {
      what: 'Calls do not work with this browser',
      why: 'Ottogi cannot set up sound and picture with it.',
      mend: 'Use a current Chrome, Edge, Firefox or Safari.',
    },
    unknown: {
      what: 'Could not be tried, since the server was not reached',
      why: 'Only the server knows what it can exchange with this browser.',
      mend: 'Mend the connection first, then check again.',
    },
  },
  microphone: {
    granted: { what: 'There, and allowed' },
    askable: { what: 'There; the browser asks when you switch it on' },
    refused: {
      what: 'Not allowed in this browser',
      why: 'Nobody can hear you.',
      mend: 'Allow it for this page:',
    },
    none: {
      what: 'None was found',
      why: 'Nobody can hear you. You can listen all the same.',
      mend: 'Plug one in, and allow the browser to use it in the settings of your system.',
    },
  },
  camera: {
    granted: { what: 'There, and allowed' },
    askable: { what: 'There; the browser asks when you switch it on' },
    refused: {
      what: 'Not allowed in this browser',
      why: 'Nobody can see you.',
      mend: 'Allow it for this page:',
    },
    none: {
      what: 'None was found',
      why: 'Nobody can see you. You can be in calls all the same.',
      mend: 'Plug one in, and allow the browser to use it in the settings of your system.',
    },
  },
  playback: {
    free: { what: 'The browser plays sound' },
    held: {
      what: 'The browser keeps this page silent',
      why: 'You do not hear the others until you click somewhere in the page.',
      mend: 'Click anywhere, or allow sound for this page in the settings of the browser.',
    },
  },
  server: {
    answers: { what: 'The server answers' },
    silent: {
      what: 'The server does not answer',
      why: 'Without it there are no rooms.',
      mend: 'Check your network. If others can’t reach it either, the host has to start it again.',
    },
  },
  signaling: {
    webSocket: { what: 'Connected' },
    polling: {
      what: 'Connected by a detour',
      why: 'Something blocks WebSocket, so news arrives later and costs more.',
      mend: 'Switch off a proxy or VPN; a host with a proxy in front should let it upgrade WebSockets.',
    },
    lost: {
      what: 'Not connected',
      why: 'Without a connection nobody can be called, and nothing be written.',
      mend: 'Check your network, then check again. If the server answers all the same, send a report.',
    },
    refused: {
      what: 'The server does not accept this page',
      why: 'It was updated meanwhile, or does not let you in.',
      mend: 'Reload the page. If that does not help, ask the host.',
    },
  },
  media: {
    good: { what: 'Sound and picture take the direct way' },
    tcpOnly: {
      what: 'Sound and picture go by TCP',
      why: 'UDP is blocked, so calls stutter when packets are lost.',
      mend: 'Allow UDP in your firewall, or try another network.',
    },
    turnOnly: {
      what: 'Sound and picture go by the relay',
      why: 'The direct ways are blocked, so there is more delay.',
      mend: 'Allow UDP to the server’s media ports in your firewall, or try another network.',
    },
    blocked: {
      what: 'No sound or picture gets through',
      why: 'A firewall is in the way, or the server announces a wrong address.',
      mend: otherNetwork,
    },
    unknown: {
      what: 'Could not be tried',
      why: 'Without a connection to the server its media cannot be looked for.',
      mend: 'Mend the connection first, then check again.',
    },
  },
  udp: {
    ok: { what: 'Free' },
    blocked: {
      what: 'Blocked',
      why: 'It is the best way for voices.',
      mend: otherNetwork,
    },
    unknown: {
      what: 'Not tried',
      why: 'The server could not be asked.',
      mend: 'Check again in a moment.',
    },
  },
  tcp: {
    ok: { what: 'Free' },
    blocked: {
      what: 'Blocked',
      why: 'It is what calls fall back to where UDP is blocked.',
      mend: otherNetwork,
    },
    unknown: {
      what: 'Not tried',
      why: 'The server could not be asked.',
      mend: 'Check again in a moment.',
    },
  },
  turn: {
    ok: { what: 'Free' },
    blocked: {
      what: 'The relay does not get through',
      why: 'It is the last way for people behind strict firewalls.',
      mend: 'If the other ways are free you need not mind. Otherwise send a report: the host can look at the relay.',
    },
    unknown: {
      what: 'Not tried',
      why: 'The server could not be asked.',
      mend: 'Check again in a moment.',
    },
    notConfigured: { what: 'This server has none, and mostly needs none' },
  },
  roundTrip: {
    short: { what: 'Short' },
    long: {
      what: 'Long',
      why: 'Answers arrive late, and people begin to talk at the same time.',
      mend: 'Use a cable instead of Wi-Fi, and switch off a VPN.',
    },
    unknown: { what: 'Not known, as no way is free' },
  },
  clock: {
    right: { what: 'As the server’s' },
    wrong: {
      what: 'This device’s clock and the server’s differ',
      why: 'Times look wrong, and access that expires may expire early.',
      mend: 'Let your system set its clock by itself. If it is right, tell the host.',
    },
    unknown: { what: 'Not known, as the server does not answer' },
  },
};

const names: Record<CheckupName, string> = {
  secureContext: 'Address',
  webRtc: 'Calls in this browser',
  browser: 'Media of this browser',
  microphone: 'Microphone',
  camera: 'Camera',
  playback: 'Sound',
  server: 'Server',
  signaling: 'Connection',
  media: 'Sound and picture',
  udp: 'Way by UDP',
  tcp: 'Way by TCP',
  turn: 'Way by a relay (TURN)',
  roundTrip: 'Time there and back',
  clock: 'Clock',
};

export const check = {
  title: 'What is wrong?',
  lead: 'Looks at what calls need: this browser, its devices, and the ways to the server. No device is opened, and a call goes on meanwhile.',
  open: 'Find out what is wrong',
  running: (done: number, all: number) => `Looking… ${done} of ${all}`,
  fine: 'All is well',
  fineHelp: 'If something is wrong all the same, send the host a report.',
  toLookAt: (count: number) =>
    count === 1 ? 'One thing is not as it should be' : `${count} things are not as they should be`,
  failed: 'The check broke off',
  again: 'Check again',
  home: 'To the rooms',
  levels: {
    ok: 'Fine',
    warning: 'Could be better',
    problem: 'Problem',
    none: 'Not looked at',
    waiting: 'Looking',
  },
  report: 'Send a report to the host',
  reportLead:
    'It holds what stands above and how far the browser came: no messages, no passwords, and only the beginning of your address.',
  reportText: 'What happened? (optional)',
  preview: 'What is sent',
  send: 'Send report',
  sending: 'Sending…',
  sent: (reportId: string) => `Sent. Its name is ${reportId}.`,
  sentHelp: 'Tell the host that name, and they find your report. They keep the newest 200.',
  results,
  names,
};
