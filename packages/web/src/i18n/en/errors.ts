import type { ClientErrorCode, Shortfall, Source } from '@ottogi/client';

export interface ErrorText {
  /** What happened. */
  title: string;
  /** What to do about it. */
  help: string;
}

/** Some failures read differently for a microphone than for a screen. */
type ErrorTexts = Record<ClientErrorCode, ErrorText | Record<Source | 'call', ErrorText>>;

/** What a microphone or camera that is on goes on without. */
export const shortfalls: Record<Shortfall, ErrorText> = {
  blur: {
    title: 'Your background could not be blurred',
    help: 'The camera is on, and others see the room behind you. Switch it off, or choose the blur again.',
  },
  noiseSuppression: {
    title: 'The strong noise suppression does not start',
    help: 'The microphone is on, with what the browser itself can do. Choose it again to try once more.',
  },
  processing: {
    title: 'Your microphone goes out as it is',
    help: 'Its meter, its volume and “When I speak” do not work for now. Reload the page to try once more.',
  },
  change: {
    title: 'The new choice could not be had',
    help: 'What was on stays on as before. Another program may be using the other device.',
  },
};

const tryAgain = 'Try again in a moment. If it stays like this, tell the host.';
const reportIt =
  'Reload the page. If it happens again, please report it: this is a fault in Ottogi.';

const screenSound = {
  title: 'The sound of the screen could not be shared',
  help: 'Share again, and choose “with sound” in the browser’s window. Not every browser can.',
};

export const errors: ErrorTexts = {
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
  dataBlocked: {
    title: 'There is no way to everybody in the call right now',
    help: 'Nothing was sent. Try again once they are connected.',
  },
  peerLeft: {
    title: 'They left before it was over',
    help: 'Send it again when they are back.',
  },
  notReceiving: {
    title: 'Nothing can be sent to them',
    help: 'They are not allowed to receive anything here. Tell whoever invited them.',
  },
  fileDamaged: {
    title: 'The file did not arrive as it was sent',
    help: 'Send it again. If it stays like this, please report it: this is a fault in Ottogi.',
  },
  fileUnreadable: {
    title: 'The file cannot be read any more',
    help: 'It was changed or moved after it was chosen. Choose it again.',
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
  loadFailed: {
    title: 'Part of the page could not be loaded',
    help: 'The server is starting again, or was updated meanwhile. Reload the page.',
  },
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
  mixerUnavailable: {
    title: 'No mix can be had here',
    help: 'The host has no Chromium for it or has switched it off, it does not start, or as many rooms are mixed already as the server takes. You see and hear everybody as before, and rooms can be recorded in separate files.',
  },
  mediaUnavailable: {
    title: 'The server has no media worker right now',
    help: 'It usually gets up again within seconds. Try again in a moment.',
  },
  serverRestarting: {
    title: 'The server restarts for an update',
    help: 'This page comes back by itself in a moment.',
  },
  serverClosing: {
    title: 'The server is shutting down',
    help: 'If it is being restarted, this page comes back by itself.',
  },
  forbidden: {
    title: 'You may not do that here',
    help: 'Only those who own or moderate the room may. Ask them, or make a room of your own.',
  },
  accessRequired: {
    title: 'This place has a password',
    help: 'Ask whoever invited you for it, or for the link that carries it.',
  },
  accessRefused: {
    title: 'That is not the password of this place',
    help: 'Capital and small letters count. It may have been changed meanwhile: ask whoever invited you.',
  },
  tokenRefused: {
    title: 'You need an invitation to come in',
    help: 'Open the link that you were given, whole, or ask for a new one.',
  },
  tokenExpired: {
    title: 'Your invitation has run out',
    help: 'Ask whoever gave you the link for a new one.',
  },
  accessUnavailable: {
    title: 'The server cannot check invitations right now',
    help: 'This page keeps trying. If it stays like this, tell the host.',
  },
  notGranted: {
    title: 'Your invitation does not cover that',
    help: 'Ask whoever gave you the link for another one.',
  },
  passwordRequired: {
    title: 'This room has a password',
    help: 'Ask whoever invited you for it.',
  },
  wrongPassword: {
    title: 'That is not the password',
    help: 'Capital and small letters count. It may have been changed meanwhile.',
  },
  keyRequired: {
    title: 'This room is end-to-end encrypted',
    help: 'Open the link that you were given, whole, or ask for its passphrase.',
  },
  encryptedRoom: {
    title: 'This room is end-to-end encrypted',
    help: 'The server cannot see or hear what goes on in it, so it cannot record or mix it either.',
  },
  encryptedTopology: {
    title: 'An encrypted room goes over the server',
    help: 'What is sent in an end-to-end encrypted room is sealed for the way over the server, which understands nothing of it. So it can be neither connected directly nor mixed.',
  },
  notEncrypted: {
    title: 'This room is not end-to-end encrypted',
    help: 'Your link is for an encrypted room of this name. Ask whoever gave it to you before you enter.',
  },
  encryptionUnsupported: {
    title: 'This browser cannot encrypt from end to end',
    help: 'Try a current Chrome, Edge, Firefox or Safari. Nothing was sent.',
  },
  roomFull: {
    title: 'The room is full',
    help: 'Try again when somebody has left. You can read and write in its chat all the same.',
  },
  serverFull: {
    title: 'All places on this server are taken',
    help: 'Try again when somebody has left. You can read and write in the chat all the same.',
  },
  roomExists: {
    title: 'There is a room of this name already',
    help: 'Choose another name. Capital and small letters do not tell rooms apart.',
  },
  tooManyRooms: {
    title: 'There are as many rooms as the server keeps',
    help: 'Use one that is there, or ask the host to delete some.',
  },
  banned: {
    title: 'You were kept out of this room',
    help: 'Somebody who moderates the room decided that. They can let you in again.',
  },
  roomDeleted: {
    title: 'The room was deleted',
    help: 'Pick another one, or make it anew.',
  },
  removed: {
    title: 'You were removed from the call',
    help: 'Somebody who moderates the room did that. Talk to them before you enter again.',
  },
  roomLocked: {
    title: 'The room is locked',
    help: 'Nobody new comes in for now. Ask somebody who is in there, or try again later.',
  },
  waitInLobby: {
    title: 'Somebody has to let you in',
    help: 'Whoever moderates the room was told that you wait.',
  },
  notAdmitted: {
    title: 'You were not let in',
    help: 'Somebody who moderates the room decided that. You can knock again.',
  },
  tooManyModerators: {
    title: 'As many people moderate this room as can',
    help: 'Take the role from somebody else first.',
  },
  emptyMessage: {
    title: 'There is nothing in this message',
    help: 'Write something that can be seen, or add a file.',
  },
  nameRequired: {
    title: 'The others need to know who is writing',
    help: 'Tell your name, then send again.',
  },
  fileTooLarge: {
    title: 'The file is too large for this server',
    help: 'Make it smaller, or share it some other way.',
  },
  uploadIncomplete: {
    title: 'The file did not arrive in one piece',
    help: 'Send it again. Perhaps it was changed, or the connection was lost on the way.',
  },
  storageFull: {
    title: 'The server has no room left for files and recordings',
    help: 'Tell the host. Messages without files still go through.',
  },
  tooManyRecordings: {
    title: 'No more recordings fit',
    help: 'Delete one of this room that you need no more, or wait until another room’s is over.',
  },
  recorderMissing: {
    title: 'This server cannot record: it has no ffmpeg',
    help: 'Tell the host. One line installs it: apt-get install ffmpeg.',
  },
  storeUnavailable: {
    title: 'The server cannot save anything right now',
    help: tryAgain,
  },
  internal: { title: 'Something went wrong', help: tryAgain },
};
