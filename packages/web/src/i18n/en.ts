import type { ClientErrorCode, Source } from '@ottogi/client';

export interface ErrorText {
  /** What happened. */
  title: string;
  /** What to do about it. */
  help: string;
}

/** Some failures read differently for a microphone than for a screen. */
type ErrorTexts = Record<ClientErrorCode, ErrorText | Record<Source | 'call', ErrorText>>;

const tryAgain = 'Try again in a moment. If it stays like this, tell the host.';
const reportIt =
  'Reload the page. If it happens again, please report it: this is a fault in Ottogi.';

const screenSound = {
  title: 'The sound of the screen could not be shared',
  help: 'Share again, and choose “with sound” in the browser’s window. Not every browser can.',
};

const errors: ErrorTexts = {
  permissionDenied: {
    microphone: {
      title: 'The browser does not let Ottogi use your microphone',
      help: 'Click the icon beside the address, allow the microphone, then click the button again.',
    },
    camera: {
      title: 'The browser does not let Ottogi use your camera',
      help: 'Click the icon beside the address, allow the camera, then click the button again.',
    },
    screen: {
      title: 'The screen was not shared',
      help: 'Click the button again and choose a window. On a Mac, allow the browser under System Settings › Privacy › Screen Recording.',
    },
    screenAudio: screenSound,
    call: {
      title: 'The browser refused',
      help: 'Click the icon beside the address and allow microphone and camera for this page.',
    },
  },
  deviceNotFound: {
    microphone: {
      title: 'No microphone was found',
      help: 'Plug one in and click the button again. You can listen without one.',
    },
    camera: {
      title: 'No camera was found',
      help: 'Plug one in and click the button again. You can be here without one.',
    },
    screen: { title: 'There is no screen to share', help: 'Click the button and choose again.' },
    screenAudio: screenSound,
    call: { title: 'A device was not found', help: 'Plug it in and try again.' },
  },
  deviceBusy: {
    microphone: {
      title: 'The microphone does not start',
      help: 'Another program may be using it. Close that program, then click the button again.',
    },
    camera: {
      title: 'The camera does not start',
      help: 'Another program may be using it. Close that program, then click the button again.',
    },
    screen: {
      title: 'The screen could not be captured',
      help: 'Click the button again, or choose another window.',
    },
    screenAudio: screenSound,
    call: { title: 'A device does not start', help: 'Close other programs that may be using it.' },
  },
  insecureContext: {
    title: 'Browsers give no microphone, camera or screen to this address',
    help: 'Open this page by its https:// address. The host sees it in the terminal where Ottogi runs. You can watch and listen here all the same.',
  },
  unsupported: {
    microphone: {
      title: 'This browser cannot record sound',
      help: 'Try a current Chrome, Edge, Firefox or Safari.',
    },
    camera: {
      title: 'This browser cannot use a camera',
      help: 'Try a current Chrome, Edge, Firefox or Safari.',
    },
    screen: {
      title: 'This browser cannot share a screen',
      help: 'Phones and tablets mostly can’t. Join from a computer to share.',
    },
    screenAudio: screenSound,
    call: {
      title: 'This browser cannot make calls',
      help: 'Try a current Chrome, Edge, Firefox or Safari, and check that WebRTC is not switched off.',
    },
  },
  cancelled: { title: 'Nothing was shared', help: 'Click the button again whenever you like.' },
  serverUnreachable: {
    title: 'The server does not answer',
    help: 'Check your network. If others can’t reach it either, the host has to start it again.',
  },
  timeout: { title: 'The server took too long to answer', help: tryAgain },
  mediaBlocked: {
    title: 'No sound or picture gets through',
    help: 'A firewall seems to be in the way. Try another network, or ask the host to open the media ports.',
  },
  superseded: { title: 'Something newer took over', help: 'There is nothing to do.' },
  invalidRequest: {
    title: 'The server does not accept this',
    help: 'Names may have 1 to 64 visible characters. Try a shorter or simpler one.',
  },
  unknownRequest: { title: 'The server does not know what this page asked', help: reportIt },
  ackMissing: { title: 'The page asked without waiting for an answer', help: reportIt },
  tooManyRequests: {
    title: 'That was a little fast',
    help: 'The server is still busy with your last clicks. Try again in a moment.',
  },
  messageTooLarge: { title: 'That was too much for one message', help: reportIt },
  protocolMismatch: {
    title: 'This page and the server are of different versions',
    help: 'The server was updated meanwhile. Reload the page to get the matching one.',
  },
  notJoined: { title: 'You are not in a room any more', help: 'Click the room to enter again.' },
  alreadyJoined: { title: 'You are in this room already', help: 'There is nothing to do.' },
  notFound: { title: 'That is gone meanwhile', help: tryAgain },
  wrongState: { title: 'That cannot be done right now', help: tryAgain },
  sourceTaken: { title: 'You are sharing this already', help: 'Switch it off, then on again.' },
  mediaRejected: {
    title: 'The server cannot handle this browser’s media',
    help: 'Try a current Chrome, Edge, Firefox or Safari.',
  },
  mediaUnavailable: {
    title: 'The server has no media worker right now',
    help: 'It usually gets up again within seconds. Try again in a moment.',
  },
  serverClosing: {
    title: 'The server is shutting down',
    help: 'If it is being restarted, this page comes back by itself.',
  },
  internal: { title: 'Something went wrong', help: tryAgain },
};

export const en = {
  /** Each language calls itself by its own name. */
  languageName: 'English',
  language: 'Language',

  rooms: 'Rooms',
  openMenu: 'Show rooms',
  closeMenu: 'Hide rooms',
  newRoom: 'New room',
  roomName: 'Name of the room',
  openRoom: 'Open room',
  enterRoom: (room: string) => `Enter ${room}`,
  forgetRoom: (room: string) => `Forget ${room}`,
  peopleIn: (room: string) => `People in ${room}`,
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  nobodyHere: 'Nobody is here right now',
  muted: 'muted',
  cameraOn: 'camera on',
  screenOn: 'shares a screen',

  yourName: 'Your name',
  yourNameHint: 'The others will see it',
  changeName: 'Change name',
  save: 'Save',
  cancel: 'Cancel',
  continue: 'Continue',
  nameNeeded: 'Please type a name that can be seen.',
  nameLater: 'Others see the new name in the next room you enter.',

  welcome: 'Welcome!',
  welcomeLead: 'Rooms to talk in, with voice, video and screens.',
  hello: (name: string) => `Hello, ${name}`,
  pickRoom: 'Click a room, and you are in.',
  firstRoomTitle: 'No rooms yet',
  firstRoomLead: 'Open the first one. Everybody who opens this page will see it.',
  firstRoom: 'Lounge',

  join: 'Join',
  joinAlone: 'Nobody is here yet. You will be the first.',
  microphoneOnJoin: 'Microphone when you join',
  cameraOnJoin: 'Camera when you join',
  on: 'on',
  off: 'off',

  connecting: 'Connecting…',
  connectingSlow:
    'The server does not answer yet. Is it running, and are you in the right network? This page keeps trying.',
  entering: (room: string) => `Entering ${room}…`,
  enteringAgain: (room: string) => `Getting up again: back to ${room}…`,
  movingTo: (room: string) => `Moving to ${room}…`,
  reconnecting: 'The connection is lost. Reconnecting…',
  mediaConnecting: 'Connecting sound and picture…',
  blockedTitle: 'No sound or picture gets through',
  blockedHelp:
    'You are in the room, but media is blocked on its way. Try another network or switch off a VPN. For the host: open the UDP and TCP media ports (40000 and up), and set OTTOGI_ANNOUNCED_ADDRESS to the address by which others reach the server.',
  reload: 'Reload',
  tryAgain: 'Try again',
  backToRooms: 'Back to the rooms',
  dismiss: 'Dismiss',

  you: 'You',
  screenOf: (name: string) => `${name}’s screen`,
  yourScreen: 'Your screen',
  pictureComing: 'Picture is coming…',
  pictureBlocked: 'No picture gets through',
  askForPicture: 'Ask again',
  aloneHere: 'You are alone here. Send the link to whoever should come.',
  copyLink: 'Copy link',
  linkCopied: 'Copied',
  silenced: 'You do not hear the others yet',
  silencedHelp: 'The browser keeps this page silent until you click.',
  clickToHear: 'Click to hear',
  peerJoined: (name: string) => `${name} joined`,
  peerLeft: (name: string) => `${name} left`,

  controls: 'Microphone, camera and screen',
  sources: { microphone: 'Microphone', camera: 'Camera', screen: 'Screen' },
  turnOn: {
    microphone: 'Turn the microphone on',
    camera: 'Turn the camera on',
    screen: 'Share a screen',
  },
  turnOff: {
    microphone: 'Mute the microphone',
    camera: 'Turn the camera off',
    screen: 'Stop sharing',
  },
  starting: 'Starting…',
  leave: 'Leave',

  errors,
};

export type Texts = typeof en;
