import {
  type ErrorCode,
  type Grants,
  mayEnter,
  type RequestData,
  type RequestName,
} from '@ottogi/protocol';
import { RequestError } from '../errors.ts';

/** Whoever asks, as far as it decides what they may ask. */
export interface Asker {
  readonly grants: Grants;
  /** Whether the time of its access is over. */
  readonly expired: boolean;
}

/** How a room is called; undefined where there is none. */
export type NameOf = (roomId: string) => string | undefined;

/** Why a request is refused; null where it is not. */
type Refusal = { code: ErrorCode; message: string } | null;

type Check<Data> = (data: Data, grants: Grants, nameOf: NameOf) => Refusal;

/**
 * What each request needs of the grants. A request without a line here does not compile. What a
 * room's own rules ask for (password, bans, owner) comes after.
 */
const CHECKS: { readonly [N in RequestName]: Check<RequestData<N>> } = {
  join: ({ room }, grants) => (mayEnter(grants, room) ? null : noRoom(room)),
  leave: free,
  updatePeer: free,
  react: free,
  getSnapshot: free,

  renewMedia: free,
  settleMedia: free,
  restartIce: free,
  connectTransport: free,
  produce: ({ source }, { publish }) => granted(publish.includes(source), `publishing ${source}`),
  closeProducer: free,
  pauseProducer: free,
  resumeProducer: free,
  subscribe: (_data, grants) => receiving(grants),
  unsubscribe: free,
  configureConsumers: free,

  // Whether anything may be sent over it is asked of each message: receipts go over it too.
  produceData: free,

  signalLink: free,
  reportLink: free,
  reportSpeaking: free,

  setDownlink: ({ downlink }, grants) => (downlink === 'mix' ? receiving(grants) : null),
  settleDownlink: free,
  // For the mixer alone, whatever the grants: its handler looks.
  produceMix: free,

  openProbe: free,
  connectProbe: free,
  closeProbe: free,

  createRoom: ({ name }, grants) => granted(mayEnter(grants, name), 'a room of this name'),
  updateRoom: (data, grants, nameOf) =>
    inRoom(data, grants, nameOf) ??
    granted(data.name === undefined || mayEnter(grants, data.name), 'a room of this name'),
  deleteRoom: inRoom,

  stopWaiting: free,
  mutePeer: inRoom,
  removePerson: inRoom,
  ban: inRoom,
  unban: inRoom,
  getBans: inRoom,
  admit: inRoom,
  refuse: inRoom,
  setModerator: inRoom,
  handOn: inRoom,

  openChat: (data, grants, nameOf) => inRoom(data, grants, nameOf) ?? receiving(grants),
  // Of a room that is not there it is answered that its chat is closed; so it is here.
  closeChat: free,
  sendMessage: writing,
  editMessage: writing,
  deleteMessage: writing,
  getMessages: (data, grants, nameOf) => inRoom(data, grants, nameOf) ?? receiving(grants),
  searchMessages: (data, grants, nameOf) => inRoom(data, grants, nameOf) ?? receiving(grants),
  createUpload: writing,

  updatePerson: ({ name }, grants) =>
    granted(name === undefined || grants.name === null, 'a name of one’s own'),
  setFavourite: inRoom,
  markRead: inRoom,

  startRecording: inRoom,
  stopRecording: inRoom,
  getRecordings: inRoom,
  deleteRecording: inRoom,
  sendKeys: free,
};

/**
 * Whether somebody may ask this at all. Pure, and to be asked again whenever their grants are new.
 * @throws RequestError `tokenExpired`, `notGranted`, and `notFound` for a room that their grants do
 *   not name, in the words in which one is missed that is not there
 */
export function authorise<N extends RequestName>(
  name: N,
  data: RequestData<N>,
  { grants, expired }: Asker,
  nameOf: NameOf,
): void {
  if (expired) throw new RequestError('tokenExpired', 'the token of this session has expired');
  const refusal = CHECKS[name](data, grants, nameOf);
  if (refusal) throw new RequestError(refusal.code, refusal.message);
}

function free(): Refusal {
  return null;
}

function granted(is: boolean, what: string): Refusal {
  return is ? null : { code: 'notGranted', message: `this session is not granted ${what}` };
}

function receiving({ subscribe }: Grants): Refusal {
  return granted(subscribe, 'to receive what others show and write');
}

/** What is not there is missed by whoever looks for it. */
function inRoom({ roomId }: { roomId: string }, grants: Grants, nameOf: NameOf): Refusal {
  const name = nameOf(roomId);
  return name === undefined || mayEnter(grants, name) ? null : noRoom(roomId);
}

function writing(data: { roomId: string }, grants: Grants, nameOf: NameOf): Refusal {
  return inRoom(data, grants, nameOf) ?? granted(grants.chat, 'to write');
}

function noRoom(room: string): Refusal {
  return { code: 'notFound', message: `there is no room ${room}` };
}
