/** Small stand-ins for what a browser and a server give, for tests of pure logic. */
import type {
  AckData,
  ConsumerDocument,
  OwnProducer,
  PeerDocument,
  PersonDocument,
  Publication,
  RoomDocument,
  Source,
} from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import type { MediaSession, MediaSessionOwner } from '../MediaSession.ts';
import type { Reading } from '../readings.ts';
import type { TrackKey } from '../state.ts';

export class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  readyState: MediaStreamTrackState = 'live';

  constructor(kind = 'video') {
    super();
    this.kind = kind;
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

/** The few members of a track that the code under test uses. */
export function fakeTrack(kind?: string): MediaStreamTrack {
  return new FakeTrack(kind) as unknown as MediaStreamTrack;
}

export function peer(
  peerId: string,
  publications: PeerDocument['publications'] = [],
): PeerDocument {
  return {
    peerId,
    personId: `person-${peerId}`,
    name: peerId.toUpperCase(),
    hue: 120,
    deafened: false,
    handRaisedAt: null,
    reconnecting: false,
    publications,
  };
}

export function publication(source: Source, paused = false): Publication {
  return { source, paused, layerHeights: [] };
}

export function room(name: string, peers: PeerDocument[] = []): RoomDocument {
  return {
    roomId: `id-of-${name}`,
    name,
    topic: '',
    position: 0,
    ownerId: null,
    moderatorIds: [],
    locked: false,
    lobby: false,
    hasPassword: false,
    peerLimit: null,
    stored: false,
    encrypted: false,
    topology: 'sfu',
    topologyRule: 'sfu',
    lastMessageSeq: 0,
    recording: null,
    peers,
  };
}

export function person(personId: string): PersonDocument {
  return {
    personId,
    name: personId.toUpperCase(),
    hue: 120,
    favourites: [],
    readSeqs: {},
    lastLocation: null,
  };
}

/** Records what it is told; each method first awaits `pause`, so that a test can hold it back. */
export class FakeSession implements MediaSession {
  readonly told: string[] = [];
  owner: MediaSessionOwner | null = null;
  pause: Promise<void> = Promise.resolve();
  failure: Error | null = null;
  closed = false;
  mediaId = '';
  readonly takesConsumers = true;
  readonly relay = null;
  tracks: MediaSession['tracks'] = new Map();
  /** By how much the count of what was decoded grows with each look. */
  decodes = 1;
  #decoded = 0;
  arrivals: MediaSession['arrivals'] = new Map();

  start(): void {
    this.told.push('start');
  }

  async produce(source: Source, _track: MediaStreamTrack, paused: boolean): Promise<void> {
    await this.#tell(`produce ${source}${paused ? ' paused' : ''}`);
  }

  async replaceTrack(source: Source): Promise<void> {
    await this.#tell(`replace ${source}`);
  }

  async setPaused(source: Source, paused: boolean): Promise<void> {
    await this.#tell(`${paused ? 'pause' : 'resume'} ${source}`);
  }

  async closeProducer(source: Source): Promise<void> {
    this.told.push(`close ${source}`);
    await this.pause;
  }

  async openConsumer({ consumerId }: ConsumerDocument): Promise<void> {
    await this.#tell(`open ${consumerId}`);
  }

  closeConsumer(consumerId: string): void {
    this.told.push(`close ${consumerId}`);
  }

  delay(key: TrackKey, bufferMs: number | null): void {
    this.told.push(`delay ${key} ${bufferMs}`);
  }

  limitLayers(producerId: string, wantedLayer: number | null): void {
    this.told.push(`limit ${producerId} ${wantedLayer}`);
  }

  reconcile(producers: readonly OwnProducer[]): void {
    this.told.push(`reconcile ${producers.map(({ producerId }) => producerId).join()}`);
  }

  update(): void {}

  async decoded(): Promise<number> {
    this.#decoded += this.decodes;
    return this.#decoded;
  }

  checkPath(): void {
    this.told.push('check path');
  }

  async read(): Promise<Reading> {
    throw new ClientError('superseded', 'nothing to count');
  }

  close(): void {
    this.closed = true;
  }

  async #tell(what: string): Promise<void> {
    this.told.push(what);
    await this.pause;
    if (this.failure) throw this.failure;
  }
}

/** @param generation Of the media: another one has other transports. */
export function joinAck(roomId: string, peerId: string, generation = 0): AckData<'join'> {
  const transport = {
    transportId: `transport-${generation}-of-${peerId}`,
    iceParameters: { usernameFragment: 'u', password: 'p' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
    sctpParameters: { port: 5000, maxSendMessageSize: 1, maxReceiveMessageSize: 1 },
  };
  return {
    roomId,
    peerId,
    resumeToken: `token-of-${peerId}`,
    media: {
      by: 'router',
      mediaId: `media-${generation}-of-${peerId}`,
      iceServers: [],
      links: [],
      sendTransport: transport,
      recvTransport: transport,
      consumers: [],
    },
    producers: [],
  };
}

/** Lets everything that waits for nothing but promises run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
