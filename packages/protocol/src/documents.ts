/** The things that messages about calls and rooms speak of. */
import { z } from 'zod';
import {
  consumerId,
  knockId,
  linkId,
  mediaId,
  peerId,
  personId,
  producerId,
  roomId,
  transportId,
} from './ids.ts';
import {
  anySource,
  dtlsParameters,
  iceCandidate,
  iceParameters,
  iceServer,
  kind,
  rtpParameters,
  sctpParameters,
  source,
} from './media.ts';
import { KNOCKS_MAX, MODERATORS_MAX } from './limits.ts';
import { liveRecording } from './recording.ts';
import { DOWNLINKS } from './sources.ts';
import { personName, roomName, topic } from './text.ts';
import { TOPOLOGIES, TOPOLOGY_RULES } from './topologies.ts';

/** Pictures of more lines than this nobody sends. */
const MOST_LINES = 8640;

export const layerHeights = z
  .array(z.number().int().min(1).max(MOST_LINES))
  .max(4)
  .describe(
    'Lines of each spatial layer, the smallest first, so that receivers can ask for the one that fits their tile. Empty for sound.',
  );

export const hue = z
  .number()
  .int()
  .min(0)
  .max(359)
  .describe("A person's colour, as a hue in degrees.");

export const publication = z
  .object({
    source,
    paused: z.boolean().describe('Published, but nothing is sent now: a muted microphone.'),
    layerHeights,
  })
  .meta({
    id: 'Publication',
    description: 'What a peer shows. It has one publication per source.',
  });

/** Somebody in a call, apart from what they show. */
const peerFields = {
  peerId,
  personId,
  name: personName,
  hue,
  deafened: z.boolean().describe('Hears nobody, by their own wish.'),
  handRaisedAt: z
    .number()
    .int()
    .nullable()
    .describe('Since when the hand is up, in ms since 1970 (UTC); null while it is down.'),
  reconnecting: z
    .boolean()
    .describe(
      'Its connection is lost. Media may flow on; it is back, or gone, within half a minute.',
    ),
};

export const peerProfile = z
  .object(peerFields)
  .meta({ id: 'PeerProfile', description: 'Somebody in a call, apart from what they show.' });

export const peer = z
  .object({ ...peerFields, publications: z.array(publication) })
  .meta({ id: 'Peer', description: 'Somebody in a call.' });

export const topologyRule = z
  .enum(TOPOLOGY_RULES)
  .describe(
    'Which topology a room is to have: always the same, or, by `auto`, `mesh` for two and `sfu` for more.',
  );

/** What a room is, apart from who is in it. */
const roomFields = {
  roomId,
  name: roomName,
  topic,
  position: z
    .number()
    .min(-1e9)
    .max(1e9)
    .describe('Where it stands among the rooms: ascending, ties by name.'),
  ownerId: personId
    .nullable()
    .describe(
      'Who may change it, and moderates it: whoever made it, or came first by its name, or was handed it; null for nobody.',
    ),
  moderatorIds: z
    .array(personId)
    .max(MODERATORS_MAX)
    .describe('Who moderates it besides its owner, who named them.'),
  locked: z
    .boolean()
    .describe('Nobody new enters its call, but those who moderate it. Its chat stays open.'),
  lobby: z
    .boolean()
    .describe('Whoever wants to enter its call waits until somebody who moderates lets them in.'),
  hasPassword: z
    .boolean()
    .describe(
      'Whether a password is asked before joining and reading. Name and topic are for everybody.',
    ),
  peerLimit: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .nullable()
    .describe('How many may be in its call at once; null for any number.'),
  stored: z
    .boolean()
    .describe('Whether it stays when the last peer leaves: made on purpose, or written in.'),
  encrypted: z
    .boolean()
    .describe(
      'Whether what its peers show is encrypted from end to end, by keys that the server never has: set when it is made, and never changed. See encryption.md.',
    ),
  topology: z
    .enum(TOPOLOGIES)
    .describe(
      'Which media links exist (RFC 7667): `mesh` from peer to peer, `sfu` over a router of the server, `mcu` mixed into one stream.',
    ),
  topologyRule,
  lastMessageSeq: z.number().int().describe('Of the newest message; 0 while there is none.'),
  recording: liveRecording.nullable().describe('Null while it is not recorded.'),
};

export const roomProfile = z
  .object(roomFields)
  .meta({ id: 'RoomProfile', description: 'A room, apart from who is in it.' });

export const room = z
  .object({ ...roomFields, peers: z.array(peer) })
  .meta({ id: 'Room', description: 'A place with a name where peers meet.' });

export const person = z
  .object({
    personId,
    name: personName.nullable().describe('Null for somebody who never said one.'),
    hue,
    favourites: z.array(roomId).max(1000),
    readSeqs: z
      .record(roomId, z.number().int())
      .describe('By room, up to which message they have read.'),
    lastLocation: z
      .object({ roomId, name: roomName, at: z.number().int() })
      .nullable()
      .describe('The room of their last call, and when they were last in it (ms since 1970).'),
  })
  .meta({ id: 'Person', description: 'What the server remembers of the one who is connected.' });

export const ban = z
  .object({
    personId,
    name: personName,
    at: z.number().int(),
    until: z.number().int().nullable().describe('In ms since 1970; null for good.'),
  })
  .meta({ id: 'Ban', description: 'Who may not enter a room.' });

export const knock = z
  .object({
    knockId,
    personId,
    name: personName,
    hue,
    at: z.number().int().describe('Since when they wait, in ms since 1970 (UTC).'),
  })
  .meta({ id: 'Knock', description: 'Somebody who waits to be let into a room.' });

export const knocks = z.array(knock).max(KNOCKS_MAX).describe('In the order in which they came.');

export const transport = z
  .object({
    transportId,
    iceParameters,
    iceCandidates: z.array(iceCandidate),
    dtlsParameters,
    sctpParameters,
  })
  .meta({
    id: 'Transport',
    description: 'What a client needs to build its side of a WebRtcTransport.',
  });

export const consumer = z
  .object({
    consumerId,
    producerId,
    peerId: peerId.describe('Whose publication it carries; of a mix, the mixer.'),
    source: anySource,
    kind,
    rtpParameters,
  })
  .meta({ id: 'Consumer', description: 'A publication on its way to this peer.' });

export const spatialLayer = z.number().int().min(0).max(7);

export const wantedLayer = z
  .number()
  .int()
  .min(-1)
  .max(7)
  .nullable()
  .describe(
    'The largest spatial layer that anybody watches; -1 where nobody does, null for the best.',
  );

export const ownProducer = z
  .object({ producerId, source, wantedLayer })
  .meta({ id: 'OwnProducer', description: 'What this peer publishes, as the server knows it.' });

export const link = z
  .object({
    linkId,
    peerId: peerId.describe('Who is at the other end.'),
    polite: z
      .boolean()
      .describe('Whether this side gives way where both make an offer (perfect negotiation).'),
  })
  .meta({
    id: 'Link',
    description:
      'A direct way between two peers, an RTCPeerConnection at each end. The server relays what they say to each other until it stands.',
  });

const mediaFields = {
  mediaId,
  iceServers: z.array(iceServer),
  links: z
    .array(link)
    .describe(
      'All that there are, whether or not they carry media; `linkOpened` and `linkClosed` tell of others.',
    ),
};

const routedMedia = z.object({
  by: z.literal('router'),
  ...mediaFields,
  sendTransport: transport,
  recvTransport: transport,
  consumers: z
    .array(consumer)
    .describe(
      'Of new transports unpaused: media flows as soon as the receive transport is connected.',
    ),
});

const directMedia = z.object({ by: z.literal('links'), ...mediaFields });

export const media = z.discriminatedUnion('by', [routedMedia, directMedia]).meta({
  id: 'Media',
  description:
    'All that a client needs to send and receive in a call: over a router of the server (`sfu`, `mcu`), or over links to each of the others (`mesh`).',
});

export const view = z
  .object({
    videos: z.number().int().min(0).max(100).default(25).describe('Cameras to send unasked.'),
    voices: z
      .number()
      .int()
      .min(0)
      .max(100)
      .default(25)
      .describe('Microphones to send unasked: where there are more, the ones last heard.'),
    spatialLayer: spatialLayer
      .nullable()
      .default(null)
      .describe('The layer in which cameras begin, 0 being the smallest; null for the best.'),
  })
  .meta({
    id: 'View',
    description:
      'How much is sent without a `subscribe`. Shared screens and their sound always are: they are few, and shared to be seen.',
  });

export const downlinkKind = z
  .enum(DOWNLINKS)
  .describe(
    'What a peer receives: what each shows by itself, or one picture and one sound of all.',
  );

export const downlink = z
  .object({
    wanted: downlinkKind,
    ruled: z.boolean().describe('Whether the room has everybody receive the mix.'),
    mix: z
      .enum(['none', 'coming', 'ready', 'unavailable'])
      .describe(
        'The mix of the room: made for nobody, being started, to be had, or not to be had here.',
      ),
    layerHeights: layerHeights.describe('Of the picture, while it is ready.'),
  })
  .meta({ id: 'Downlink', description: 'What a peer is to receive, and how the mix stands.' });

export type Publication = z.output<typeof publication>;
export type PeerDocument = z.output<typeof peer>;
export type PeerProfile = z.output<typeof peerProfile>;
export type RoomProfile = z.output<typeof roomProfile>;
export type RoomDocument = z.output<typeof room>;
export type PersonDocument = z.output<typeof person>;
export type BanDocument = z.output<typeof ban>;
export type KnockDocument = z.output<typeof knock>;
export type TransportDocument = z.output<typeof transport>;
export type OwnProducer = z.output<typeof ownProducer>;
export type ConsumerDocument = z.output<typeof consumer>;
export type View = z.output<typeof view>;
export type LinkDocument = z.output<typeof link>;
export type RoutedMedia = z.output<typeof routedMedia>;
export type DirectMedia = z.output<typeof directMedia>;
export type MediaDocument = z.output<typeof media>;
export type Downlink = z.output<typeof downlink>;
