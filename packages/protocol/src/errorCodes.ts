/** Apart from the schemas, so that a page can use it without the validator. */

/** Every way in which a request can fail, and whose move is next. */
export const ERROR_CODES = {
  invalidRequest: 'The data does not fit the schema; `details` names the fields.',
  unknownRequest: 'There is no request of this name.',
  ackMissing: 'The request came without an acknowledgement callback; nothing was done.',
  messageTooLarge: 'The message is larger than the server takes; nothing was done.',
  protocolMismatch: 'Client and server speak different protocol versions: reload the page.',
  tooManyRequests:
    'Too many requests are under way, or came in a row: wait for acks, or for `retryAfterMs`.',
  notJoined: 'The request needs a call, and this session is in none: join first.',
  alreadyJoined: 'This session is in this very room already.',
  notFound: 'There is no such object: it is gone, or was never there, or is somebody else’s.',
  wrongState: 'The object is not in a state for this, such as a transport connected twice.',
  forbidden: 'This person may not do that here.',
  accessRequired: 'The server asks for its password, and none was given.',
  accessRefused: 'That is not the password of the server.',
  tokenRefused: 'The server asks for a token, and none was given, or none that it takes.',
  tokenExpired: 'The token has expired: connect again with a fresh one.',
  accessUnavailable: 'The server cannot check the token right now: try again.',
  notGranted: 'The grants of this session do not cover that.',
  passwordRequired: 'The room has a password, and none was given.',
  wrongPassword: 'That is not the password of the room.',
  roomFull: 'As many are in the call as the room has places for.',
  serverFull: 'As many are in calls on this server as it takes: try again later.',
  roomExists: 'There is a room of this name already; case and width do not distinguish rooms.',
  tooManyRooms: 'The server, or this person, has as many rooms as can be kept.',
  banned: 'This person may not enter the room.',
  removed: 'This person was removed from the call: a join on purpose may bring them back.',
  roomLocked: 'The room is locked: nobody new enters it for now.',
  waitInLobby:
    'Whoever moderates the room has to let this session in: it waits, and will hear `admitted` or `knockEnded`.',
  encryptedRoom:
    'The room is encrypted from end to end: a client that does not encrypt, a mix and a recording by the server are not for it.',
  encryptedTopology:
    'A room that is encrypted from end to end goes over a router of the server (`auto`, `sfu`): links carry frames as they are, and a mixer would have to understand them.',
  notEncrypted: 'The room is not encrypted from end to end.',
  tooManyModerators: 'As many people moderate the room as may.',
  emptyMessage: 'A message needs text that can be seen, or a file.',
  nameRequired: 'Who writes needs a name: say one by `updatePerson`, or join a call.',
  fileTooLarge: 'The file is larger than the server takes (`fileMaxBytes` in `welcome`).',
  uploadIncomplete: 'The upload ended early, or is of another size than was announced: try again.',
  storageFull: 'The server has no room left for files or recordings.',
  tooManyRecordings: 'As many recordings run, or are kept of the room, as may: stop or delete one.',
  recorderMissing:
    'The server has no ffmpeg, which records: its host installs it by `apt-get install ffmpeg`.',
  storeUnavailable: 'The server cannot save or read right now; nothing was changed. Try again.',
  sourceTaken: 'This peer publishes this source already: close that producer first.',
  mediaRejected: 'mediasoup refused the media parameters; the message says why.',
  mediaUnavailable: 'No media worker is up right now: try again in a moment.',
  mixerUnavailable:
    'No mix can be had here: the host has no Chromium, or has switched it off, or as many rooms are mixed already as it takes.',
  serverClosing: 'The server is shutting down: reconnect in a moment.',
  internal: 'The server failed at this request; it is logged there, and everything else goes on.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
