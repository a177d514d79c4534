import { isDeepStrictEqual } from 'node:util';
import { type Downlink, type DownlinkKind, RECORDER_ID } from '@ottogi/protocol';
import type { After, CallOff } from '../clock.ts';
import { RequestError } from '../errors.ts';
import type { Peer, Place } from './Peer.ts';

/** Somebody who makes the mix of one room, and makes it again where it is lost. */
export interface Mixer {
  /** Whether it was tried so often in vain that it is not tried any more. */
  readonly gaveUp: boolean;
  document(): MixerState;
  /** Its peer is in the call. */
  joined(): void;
  /** Its peer is gone, which was nobody's wish. */
  left(): void;
  close(): void;
}

/** As `GET /api/state` shows it. */
export interface MixerState {
  /** Of the browser; null while there is none. */
  pid: number | null;
  restarts: number;
  gaveUp: boolean;
}

/** Where mixers come from. */
export interface Mixers {
  /** Whether one more can be had. */
  readonly available: boolean;
  /**
   * @param changed Called when it gives up.
   * @throws RequestError `mixerUnavailable`
   */
  start(room: Place, changed: () => void): Mixer;
}

export interface DownlinksOptions {
  room: Place;
  mixers: Mixers;
  after: After;
  /** Everybody in the call, the mixer not among them. */
  members: () => readonly Peer[];
  /** Whether the call is under way to another topology. */
  moves: () => boolean;
  /** Who needs the server for the mix may have changed. */
  changed: () => void;
}

/** Whoever looks at the tiles for a moment, and back, finds the mix as it was. */
const KEPT_MS = 10_000;

/** What there is where nothing was said. */
const TILES: Downlink = { wanted: 'tiles', ruled: false, mix: 'none', layerHeights: [] };

/** What each peer of a call receives, tiles or the mix, and the mixer that some of them need. */
export class Downlinks {
  readonly #options: DownlinksOptions;
  readonly #wishes = new WeakMap<Peer, DownlinkKind>();
  /** What each peer was told last. */
  readonly #told = new WeakMap<Peer, Downlink>();
  /** Those who have said that the mix is what they see and hear, and not that the tiles are. */
  #viewers = new WeakSet<Peer>();
  /** Those who need the mix and are no peers, by what is called when it is not to be had any more. */
  readonly #holders = new Set<() => void>();
  #ruled = false;
  #mixer: Mixer | null = null;
  /** In the call. */
  #mixerPeer: Peer | null = null;
  #listenersTold = '';
  /** Of the picture; null while there is no mix. */
  #layerHeights: readonly number[] | null = null;
  #callOffEnd: CallOff | null = null;
  #closed = false;

  constructor(options: DownlinksOptions) {
    this.#options = options;
  }

  /** Whether the room has everybody receive the mix. */
  get ruled(): boolean {
    return this.#ruled;
  }

  set ruled(ruled: boolean) {
    this.#ruled = ruled;
    this.update();
  }

  /** Null while none is needed. */
  get mixer(): Mixer | null {
    return this.#mixer;
  }

  wantedBy(peer: Peer): DownlinkKind {
    if (peer.hidden) return 'tiles';
    return this.#ruled ? 'mix' : (this.#wishes.get(peer) ?? 'tiles');
  }

  /**
   * What is sent to it from now on. While the call is under way to another topology that is what it
   * had in the former one, the tiles, to come over without a gap.
   */
  sentTo(peer: Peer): DownlinkKind {
    return this.#options.moves() ? 'tiles' : this.wantedBy(peer);
  }

  /** Whether it neither is to receive the mix nor still sees it. */
  isOnTiles(peer: Peer): boolean {
    return this.wantedBy(peer) === 'tiles' && !this.#viewers.has(peer);
  }

  /** @throws RequestError `notGranted`, and whatever `Mixers.start` throws */
  wish(peer: Peer, downlink: DownlinkKind): void {
    if (downlink === 'mix') {
      if (!peer.mayReceive) throw new RequestError('notGranted', 'it may not receive anything');
      this.#requireMixer();
    }
    this.#wishes.set(peer, downlink);
    this.update();
    this.#options.changed();
  }

  /**
   * There is a mixer from now on, whoever wants the mix, until what it returns is called. It makes a
   * sound of everybody too.
   * @param gaveUp Called where it failed so often that there will be none.
   * @throws RequestError `mixerUnavailable`
   */
  hold(gaveUp: () => void): () => void {
    this.#requireMixer();
    this.#holders.add(gaveUp);
    this.update();
    return () => {
      this.#holders.delete(gaveUp);
      this.update();
    };
  }

  /** What it is to receive is what it sees and hears. Of anything else it means a former wish. */
  settle(peer: Peer, downlink: DownlinkKind): void {
    if (downlink !== peer.downlink) return;
    if (downlink === 'tiles') this.#viewers.delete(peer);
    else if (this.#layerHeights) this.#viewers.add(peer);
    this.update();
    this.#options.changed();
  }

  /** As the peer knows it from now on. */
  documentFor(peer: Peer): Downlink {
    const document = this.#document(peer);
    this.#told.set(peer, document);
    return document;
  }

  /**
   * The first word to somebody who came in, or came back. Whoever is new takes it that there are
   * tiles, and a mix to be had.
   */
  welcome(peer: Peer, returned: boolean): void {
    const document = this.documentFor(peer);
    // Ruled otherwise while it joined.
    if (document.wanted === 'mix') peer.endpoint?.takeDownlink(peer.downlink);
    if (!returned && isDeepStrictEqual(document, TILES)) return;
    peer.notify({ name: 'downlinkChanged', data: { ...document, peerId: peer.peerId } });
  }

  /** Somebody came in or left, which mostly changes nothing here. */
  peersChanged(peer: Peer): void {
    if (!this.isOnTiles(peer)) this.update();
  }

  /** Who wants what, or how the mix stands, changed. */
  update(): void {
    if (this.#closed) return;
    const members = this.#options.members();
    // Whoever still sees it has nothing else yet.
    const listeners = members.filter((peer) => !this.isOnTiles(peer));
    if (listeners.length > 0 || this.#holders.size > 0) this.#keepMixer();
    else this.#endLater();
    this.#tellListeners(listeners);
    for (const peer of members) this.#tell(peer);
  }

  mixerJoined(peer: Peer): void {
    this.#mixerPeer = peer;
    this.#listenersTold = '';
    this.#mixer?.joined();
    this.update();
  }

  mixerLeft(peer: Peer): void {
    if (peer !== this.#mixerPeer) return;
    this.#mixerPeer = null;
    this.#mixer?.left();
  }

  mixChanged(layerHeights: readonly number[] | null): void {
    if (this.#closed) return;
    this.#layerHeights = layerHeights;
    // Everybody has the tiles again.
    if (!layerHeights) this.#viewers = new WeakSet();
    this.update();
    this.#options.changed();
  }

  /** The call has come to another topology, or back: who is to have the mix takes it now. */
  resume(): void {
    for (const peer of this.#options.members()) {
      if (this.wantedBy(peer) === 'mix') peer.endpoint?.takeDownlink('mix');
    }
  }

  /** There is nothing to mix any more. */
  endMixer(): void {
    this.#end();
    this.update();
  }

  close(): void {
    this.#closed = true;
    this.#end();
  }

  #document(peer: Peer): Downlink {
    return {
      wanted: this.wantedBy(peer),
      ruled: this.#ruled,
      mix: this.#mixState(),
      layerHeights: [...(this.#layerHeights ?? [])],
    };
  }

  #mixState(): Downlink['mix'] {
    if (this.#layerHeights) return 'ready';
    if (this.#mixer) return this.#mixer.gaveUp ? 'unavailable' : 'coming';
    return this.#options.mixers.available ? 'none' : 'unavailable';
  }

  /** Whoever asks anew is a reason to try anew. */
  #requireMixer(): void {
    if (this.#mixer?.gaveUp) this.#end();
    this.#mixer ??= this.#start();
  }

  /** Where the room's own rule wants one that is not to be had, its peers are told. */
  #keepMixer(): void {
    this.#callOffEnd?.();
    this.#callOffEnd = null;
    try {
      this.#mixer ??= this.#start();
    } catch {
      // Whoever starts mixers has said why.
    }
  }

  #start(): Mixer {
    const { mixers, room } = this.#options;
    return mixers.start(room, () => this.#gaveUp());
  }

  #gaveUp(): void {
    this.update();
    for (const gaveUp of this.#holders) gaveUp();
  }

  #endLater(): void {
    if (!this.#mixer) return;
    this.#callOffEnd ??= this.#options.after(KEPT_MS, () => {
      this.#end();
      this.update();
    });
  }

  #end(): void {
    this.#callOffEnd?.();
    this.#callOffEnd = null;
    const [mixer, peer] = [this.#mixer, this.#mixerPeer];
    this.#mixer = null;
    this.#mixerPeer = null;
    peer?.close();
    mixer?.close();
  }

  #tellListeners(listeners: readonly Peer[]): void {
    const recorder = this.#holders.size > 0 ? [RECORDER_ID] : [];
    const data = { peerIds: [...listeners.map(({ peerId }) => peerId), ...recorder] };
    const key = JSON.stringify(data);
    if (!this.#mixerPeer || key === this.#listenersTold) return;
    this.#listenersTold = key;
    this.#mixerPeer.notify({ name: 'mixListenersChanged', data });
  }

  /** What it is to receive comes first, for it may take a while. */
  #tell(peer: Peer): void {
    const document = this.#document(peer);
    const told = this.#told.get(peer);
    // `welcome` says the first word.
    if (told === undefined || isDeepStrictEqual(told, document)) return;
    this.#told.set(peer, document);
    if (document.wanted !== told.wanted) peer.endpoint?.takeDownlink(peer.downlink);
    peer.notify({ name: 'downlinkChanged', data: { ...document, peerId: peer.peerId } });
  }
}
