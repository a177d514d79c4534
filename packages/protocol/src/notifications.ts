/** Facts that the server states. */
import { z } from 'zod';
import { consumer, peer, publication, room } from './documents.ts';
import { errorDocument } from './errors.ts';
import { consumerId, peerId, roomId, sessionId } from './ids.ts';
import { rtpCapabilities, source } from './media.ts';

interface NotificationDefinition {
  summary: string;
  data: z.ZodType;
  /** Whether the client acknowledges it. */
  acked?: true;
  /** Whether it stands outside the session's sequence numbers: news that nobody misses later. */
  unnumbered?: true;
}

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
      rooms: z.array(room),
    }),
  },
  roomOpened: {
    summary: 'A room is there.',
    data: z.object({ room }),
  },
  roomClosed: {
    summary: 'A room is gone: its last peer left.',
    data: z.object({ roomId }),
  },
  peerJoined: {
    summary: 'Somebody entered a call.',
    data: z.object({ roomId, peer }),
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
  audioLevels: {
    summary: 'Who is heard now in the own call; whoever is not in the list is silent.',
    data: z.object({
      levels: z.array(
        z.object({ peerId, level: z.number().describe('In dBov, from -127 (silent) to 0.') }),
      ),
    }),
    unnumbered: true,
  },
  callClosed: {
    summary: "The server ended this session's membership in a call.",
    data: z.object({
      peerId,
      reason: z
        .enum(['mediaLost', 'serverClosing'])
        .describe('`mediaLost`: the media worker died; join again, another one takes over.'),
    }),
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

/** Wraps a notification's data on the wire. `seq` is null where the definition says `unnumbered`. */
export type Envelope<N extends NotificationName> = {
  seq: number | null;
  data: NotificationData<N>;
};
