import type { TopologyName, TopologyRule } from '@ottogi/protocol';
import type { After, CallOff } from '../clock.ts';
import type { TopologyKind } from '../topologies/Topology.ts';
import type { CallMedia } from './CallMedia.ts';
import { Changeover } from './Changeover.ts';
import { chooseTopology } from './chooseTopology.ts';
import type { Peer } from './Peer.ts';

/** Where two are, a third may be on the way. */
const CALM_MS = 3_000;

/** A worker that died is replaced by then. */
const AGAIN_MS = 1_000;

/** A network that let no direct way through had better not be asked all the time. */
const AVOID_MS = 60_000;

export interface TopologyControlOwner {
  readonly after: After;
  rule(): TopologyRule;
  /** Everybody who is in, or about to be. */
  peers(): Peer[];
  /** Whether nothing needs this one's media on the server. */
  mayLink(peer: Peer): boolean;
  /** Another topology is in force. */
  changed(): void;
  /** It is under way no more: to another one, or back. */
  arrived(): void;
  /** Links are not needed for a while, and not all of them came about. */
  avoidsLinks(): void;
  /** All that this peer had is gone with a change. */
  lost(peer: Peer): void;
}

/**
 * Which topology a call has, and how it comes to another one: what there was ends when what is new
 * shows at everybody, and stays where links do not come about.
 */
export class TopologyControl {
  readonly #media: CallMedia;
  readonly #owner: TopologyControlOwner;
  #inForce: TopologyKind;
  #opening: Promise<unknown> | null = null;
  #changeover: Changeover | null = null;
  /** What calls off waiting until there may be links, or a worker. */
  #calming: CallOff | null = null;
  /** The same, after links were tried and did not come about. */
  #avoiding: CallOff | null = null;
  #closed = false;

  constructor(media: CallMedia, owner: TopologyControlOwner) {
    this.#media = media;
    this.#owner = owner;
    this.#inForce = media.kind;
  }

  /** What people are told. */
  get inForce(): TopologyName {
    if (this.#inForce === 'mesh') return 'mesh';
    return this.#owner.rule() === 'mcu' ? 'mcu' : 'sfu';
  }

  /** Whether it is under way to another one. */
  get moves(): boolean {
    return this.#opening !== null || this.#changeover !== null;
  }

  /** Who is in changed, or what they need, or the rule did. */
  steer(): void {
    this.#calming?.();
    this.#calming = null;
    if (this.#closed || this.#opening) return;
    const wanted = this.#wanted();
    if (this.#changeover) {
      // A change away from links goes on, for whoever came meanwhile has nothing else.
      if (wanted === 'sfu' && this.#changeover.to === 'mesh') this.#moveBack();
    } else if (wanted === 'mesh' && this.#media.kind === 'sfu' && this.#owner.rule() === 'auto') {
      this.#calming = this.#owner.after(CALM_MS, () => void this.#begin('mesh'));
    } else if (wanted !== null && wanted !== this.#media.kind) {
      void this.#begin(wanted);
    }
  }

  /** Somebody is about to be attached: to the topology that the call is to have with them. */
  async prepare(): Promise<void> {
    this.steer();
    await this.#opening;
  }

  /** How the change went for one of them. */
  settle(peerId: string, shows: boolean): void {
    this.#changeover?.settle(peerId, shows);
  }

  /** A direct way is not to be had. Over the server there is one. */
  linkFailed(): void {
    if (this.#media.kind !== 'mesh') return;
    this.#avoidLinks();
    this.steer();
  }

  /** Its connection is here again, and it may not know of the change that is under way. */
  reconnected(peer: Peer): void {
    if (this.#media.isFormer(peer.endpoint)) tellChanging(peer);
  }

  left(peerId: string): void {
    this.#changeover?.forget(peerId);
    this.steer();
  }

  close(): void {
    this.#closed = true;
    this.#calming?.();
    this.#avoiding?.();
    this.#changeover?.cancel();
  }

  #wanted(): TopologyKind | null {
    const peers = this.#owner.peers();
    const direct = this.#avoiding === null && peers.every((peer) => this.#owner.mayLink(peer));
    return chooseTopology({ rule: this.#owner.rule(), peers: peers.length, direct });
  }

  async #begin(to: TopologyKind): Promise<void> {
    const opening = this.#open(to);
    this.#opening = opening;
    const opened = await opening;
    this.#opening = null;
    // What was wanted when it began may not be wanted any more.
    if (opened) this.steer();
    else this.#calming = this.#owner.after(AGAIN_MS, () => this.steer());
  }

  /** @returns Whether the call moves now. */
  async #open(to: TopologyKind): Promise<boolean> {
    try {
      await this.#media.move(to);
    } catch {
      // No worker is up. Whoever is attached meanwhile hears so; another one is on its way.
      return false;
    }
    const former = this.#owner
      .peers()
      .filter((peer) => peer.connected && this.#media.isFormer(peer.endpoint));
    this.#changeover = new Changeover(
      to,
      former.map(({ peerId }) => peerId),
      { after: this.#owner.after, ended: (shows) => this.#ended(to, shows) },
    );
    for (const peer of former) tellChanging(peer);
    return true;
  }

  #ended(to: TopologyKind, shows: boolean): void {
    if (shows || to === 'sfu') {
      this.#leaveFormer(to);
    } else {
      this.#avoidLinks();
      this.#moveBack();
    }
    this.steer();
  }

  #leaveFormer(to: TopologyKind): void {
    this.#changeover = null;
    this.#inForce = to;
    for (const peer of this.#owner.peers()) {
      const late = this.#media.isFormer(peer.endpoint);
      peer.leaveFormer();
      if (late) this.#owner.lost(peer);
      else tellSettled(peer);
    }
    this.#media.leaveFormer();
    if (this.#avoiding) this.#owner.avoidsLinks();
    this.#owner.changed();
    this.#owner.arrived();
  }

  #moveBack(): void {
    this.#changeover?.cancel();
    this.#changeover = null;
    const { current, former } = this.#media;
    const peers = this.#owner.peers();
    const moved = peers.filter((peer) => this.#media.isFormer(peer.formerEndpoint));
    const arrived = peers.filter((peer) => this.#media.isCurrent(peer.endpoint));
    this.#media.moveBack();
    for (const peer of moved) {
      if (current && former) peer.shown.handBack(current, former);
      peer.moveBack();
      tellSettled(peer);
    }
    for (const peer of arrived) if (!moved.includes(peer)) this.#owner.lost(peer);
    if (this.#avoiding) this.#owner.avoidsLinks();
    this.#owner.arrived();
  }

  #avoidLinks(): void {
    this.#avoiding?.();
    this.#avoiding = this.#owner.after(AVOID_MS, () => {
      this.#avoiding = null;
      this.steer();
    });
  }
}

function tellChanging(peer: Peer): void {
  peer.notify({ name: 'topologyChanging', data: { peerId: peer.peerId } });
}

function tellSettled(peer: Peer): void {
  const { peerId, endpoint } = peer;
  if (endpoint) peer.notify({ name: 'mediaSettled', data: { peerId, mediaId: endpoint.mediaId } });
}
