/** Facts that the server states. */
import { z } from 'zod';
import { grants } from './access.ts';
import { message, messageSeq } from './chat.ts';
import {
  consumer,
  downlink,
  knocks,
  link,
  peer,
  peerProfile,
  person,
  publication,
  room,
  roomProfile,
  topologyRule,
  wantedLayer,
} from './documents.ts';
import { errorDocument } from './errors.ts';
import {
  consumerId,
  dataConsumerId,
  dataProducerId,
  linkId,
  mediaId,
  peerId,
  personId,
  producerId,
  roomId,
  sessionId,
} from './ids.ts';
import { linkSignal } from './links.ts';
import { dataStream, rtpCapabilities, source } from './media.ts';
import { keyMessage } from './requests/encryption.ts';
import { personName } from './text.ts';

interface NotificationDefinition {
  summary: string;
  data: z.ZodType;
  /** Whether the client acknowledges it. */
  acked?: true;
  /** Whether it stands outside the session's sequence numbers: news that nobody misses later. */
  unnumbered?: true;
}

/** What every session is told of rooms and of those who are in them: alone, or several in `facts`. */
export const FACT_NAMES = [
  'roomOpened',
  'roomChanged',
  'roomClosed',
  'peerJoined',
  'peerChanged',
  'peerLeft',
  'publicationChanged',
  'publicationClosed',
  'chatAdvanced',
] as const;

export const notifications = {
  welcome: {
    summary: 'The first word on every connection. From here on the rooms are live.',
    data: z.object({
      protocolVersion: z.number().int(),
      serverVersion: z.string(),
      epoch: z.string().describe('Names the server process; sequence numbers count within it.'),
      sessionId,
      rtpCapabilities: rtpCapabilities.describe(
        "The routers' capabilities; a client loads its device with them before it joins.",
      ),
      autopublish: z
        .boolean()
        .describe('Whether a link may enter with microphone and camera open.'),
      topologyRule: topologyRule.describe('Of new rooms of which nothing else is said.'),
      fileMaxBytes: z.number().int().describe('The largest file that may be uploaded.'),
      grants,
      person,
      rooms: z.array(room).describe('Those that the grants name.'),
    }),
  },
  accessExpired: {
    summary:
      'The token of this session has expired, and the connection ends now. Connect again with a fresh one.',
    data: z.object({}),
  },
  personChanged: {
    summary: 'What the server remembers of the own person changed, on this connection or another.',
    data: z.object({ person }),
  },
  facts: {
    summary:
      'Several notifications in one, where much happens at once. They hold in this order, as if each came by itself; there is one `seq` for all.',
    data: z.object({
      facts: z
        .array(
          z.object({
            name: z.enum(FACT_NAMES),
            data: z
              .record(z.string(), z.unknown())
              .describe('As the notification of that name has.'),
          }),
        )
        .min(1),
    }),
  },
  roomOpened: {
    summary: 'A room is there.',
    data: z.object({ room }),
  },
  roomChanged: {
    summary:
      'A room is called, placed, guarded or moderated otherwise now, stays from now on, or is recorded from now on or no more.',
    data: z.object({ room: roomProfile }),
  },
  roomClosed: {
    summary: 'A room is gone: it was deleted, or its last peer left and nobody had kept it.',
    data: z.object({ roomId }),
  },
  peerJoined: {
    summary: 'Somebody entered a call.',
    data: z.object({ roomId, peer }),
  },
  peerChanged: {
    summary: 'A peer is called otherwise, does not listen, or raised a hand.',
    data: z.object({ roomId, peer: peerProfile }),
  },
  peerLeft: {
    summary: 'Somebody left a call, and all publications with them.',
    data: z.object({ roomId, peerId }),
  },
  publicationChanged: {
    summary: 'A peer publishes a source, or paused or resumed it.',
    data: z.object({ roomId, peerId, publication }),
  },
  publicationClosed: {
    summary: 'A peer publishes a source no more.',
    data: z.object({ roomId, peerId, source }),
  },
  consumerOpened: {
    summary:
      'A publication is on its way. It waits, paused, until the client acknowledges that it can take it; so no key frame is lost.',
    data: z.object({ consumer }),
    acked: true,
  },
  consumerClosed: {
    summary: 'A publication comes no more.',
    data: z.object({ consumerId }),
  },
  consumerScore: {
    summary: 'How well a publication gets through, where that changed.',
    data: z.object({
      consumerId,
      score: z.number().min(0).max(10).describe('Of the way from the server to here, 10 the best.'),
      producerScore: z
        .number()
        .min(0)
        .max(10)
        .describe('Of the way from the sender to the server.'),
    }),
    unnumbered: true,
  },
  layersWanted: {
    summary:
      'How much of an own video is watched by anybody. A client sends no more than that: layers above cost its uplink for nothing.',
    data: z.object({ producerId, wantedLayer }),
  },
  speakersChanged: {
    summary: 'Who is heard now in any room, at most once a second; for lists of rooms.',
    data: z.object({ roomId, peerIds: z.array(peerId) }),
    unnumbered: true,
  },
  reaction: {
    summary: 'Somebody in the own call shows an emoji.',
    data: z.object({ roomId, peerId, emoji: z.string() }),
    unnumbered: true,
  },
  audioLevels: {
    summary: 'Who is heard now in the own call; whoever is not in the list is silent.',
    data: z.object({
      levels: z.array(
        z.object({ peerId, level: z.number().describe('In dBov, from -127 (silent) to 0.') }),
      ),
    }),
    unnumbered: true,
  },
  downlinkChanged: {
    summary:
      'What this peer is to receive changed, or how the mix stands. What takes the place of the other comes beside it, until `settleDownlink`; where the mix is lost, the tiles are back at once.',
    data: downlink.extend({ peerId }),
  },
  mixListenersChanged: {
    summary:
      'For the mixer alone: who is to receive the mix. Those of them who speak need a sound without their own voice. `recorder` is no peer, and needs one of everybody.',
    data: z.object({ peerIds: z.array(peerId) }),
  },
  mediaLost: {
    summary:
      'All media of the own call is gone: its worker died. The membership stands; ask for `renewMedia`.',
    data: z.object({ peerId }),
  },
  topologyChanging: {
    summary:
      'The own call moves to another topology. Ask for `renewMedia`; what there is flows on beside it until `mediaSettled`.',
    data: z.object({ peerId }),
  },
  mediaSettled: {
    summary:
      'The change of topology is over, and this is the media that stays: all other that this peer had is closed.',
    data: z.object({ peerId, mediaId }),
  },
  linkOpened: {
    summary: 'There is to be a direct way to another peer.',
    data: z.object({ link }),
  },
  linkClosed: {
    summary: 'A direct way to another peer is over.',
    data: z.object({ linkId }),
  },
  linkSignaled: {
    summary: 'What the other end of a link says.',
    data: z.object({ linkId, signal: linkSignal }),
  },
  dataConsumerOpened: {
    summary:
      'A way for data is there, over the receive transport. Nothing goes over it until the client acknowledges that it stands.',
    data: z.object({ dataConsumerId, dataProducerId, stream: dataStream }),
    acked: true,
  },
  dataDropped: {
    summary: 'Something that this client sent as data went to nobody; told once a second at most.',
    data: z.object({
      reason: z.enum(['invalidRequest', 'notGranted', 'tooManyRequests']),
    }),
    unnumbered: true,
  },
  callClosed: {
    summary: "The server ended this session's membership in a call.",
    data: z.object({
      peerId,
      reason: z
        .enum(['serverClosing', 'removed', 'banned', 'roomDeleted'])
        .describe('After `serverClosing`, join with the `resumeToken` once it is up again.'),
    }),
  },
  serverRestarting: {
    summary:
      'The server restarts for an update, and this connection is about to end. Media flows on for some seconds: connect again, in a moment.',
    data: z.object({}),
  },
  mutedBy: {
    summary:
      'Somebody who moderates the own call paused one of its publications. A client takes that for the own wish; taking it up again is up to nobody else.',
    data: z.object({
      roomId,
      source,
      personId: personId.describe('Who did it.'),
      name: personName.nullable(),
    }),
    acked: true,
  },
  lobbyChanged: {
    summary:
      'Who waits to be let into the own call, for those who moderate it: at their join if anybody does, and whenever it changes.',
    data: z.object({ roomId, knocks }),
  },
  admitted: {
    summary: 'This session waits no more: it may `join` the room now.',
    data: z.object({ roomId }),
  },
  knockEnded: {
    summary: 'This session waits no more, and was not let in.',
    data: z.object({
      roomId,
      reason: z.enum(['notAdmitted', 'banned', 'roomLocked', 'roomDeleted']),
    }),
  },
  chatAdvanced: {
    summary: 'Something was said in a room. What, only those are told who opened its chat.',
    data: z.object({ roomId, lastMessageSeq: messageSeq }),
  },
  messagePosted: {
    summary: 'A new message in a chat that this session opened.',
    data: z.object({ message }),
  },
  messageChanged: {
    summary: 'A message was edited or deleted in a chat that this session opened.',
    data: z.object({ message }),
  },
  chatClosed: {
    summary: 'A chat that this session opened is closed to it.',
    data: z.object({ roomId, reason: z.enum(['passwordChanged', 'banned', 'roomDeleted']) }),
  },
  keysSent: {
    summary:
      'Somebody in the own call, whose room is encrypted, sends a message about keys (`sendKeys`).',
    data: z.object({ roomId, peerId: peerId.describe('Who sends it.'), payload: keyMessage }),
  },
  requestRejected: {
    summary: 'A request could not be answered by an ack, because it came without one.',
    data: z.object({ request: z.string(), error: errorDocument }),
  },
} as const satisfies Record<string, NotificationDefinition>;

export type NotificationName = keyof typeof notifications;
export type NotificationData<N extends NotificationName> = z.output<
  (typeof notifications)[N]['data']
>;

/** Any notification, told apart by its name. */
export type Notification = {
  [N in NotificationName]: { name: N; data: NotificationData<N> };
}[NotificationName];

/** What may come in `facts`. */
export type Fact = Extract<Notification, { name: (typeof FACT_NAMES)[number] }>;

/** Wraps a notification's data on the wire. `seq` is null where the definition says `unnumbered`. */
export type Envelope<N extends NotificationName> = {
  seq: number | null;
  data: NotificationData<N>;
};
