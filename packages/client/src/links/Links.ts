import type { IceServer, LinkDocument, Notification, Source } from '@ottogi/protocol';
import type { DataLane } from '../data/DataLane.ts';
import type { Requests } from '../Signal.ts';
import { trackKey, type TrackKey } from '../state.ts';
import type { LinkIdentity } from './fingerprints.ts';
import { PeerLink } from './PeerLink.ts';

export interface LinksOwner {
  readonly signal: Requests;
  /** Whether this publication is sent here now. */
  isSent(key: TrackKey): boolean;
  /** A link came, or is doing otherwise. */
  changed(): void;
  /** A peer sent something over its link. */
  received(peerId: string, frame: ArrayBuffer): void;
}

/**
 * The direct ways to the others of a call. They belong to the membership: media comes and goes on
 * them as the topology changes, and what else goes over them goes on.
 */
export class Links {
  readonly #owner: LinksOwner;
  readonly #links = new Map<string, PeerLink>();
  /** What is sent to everybody. */
  readonly #sent = new Map<Source, MediaStreamTrack | null>();
  #known = new Set<string>();
  #iceServers: IceServer[] = [];

  constructor(owner: LinksOwner) {
    this.#owner = owner;
  }

  list(): PeerLink[] {
    return [...this.#links.values()];
  }

  /** All that the server knows. Others carry on what they carry, until `closeUnknown`. */
  take(documents: readonly LinkDocument[], iceServers: IceServer[] = this.#iceServers): void {
    this.#iceServers = iceServers;
    this.#known = new Set(documents.map(({ linkId }) => linkId));
    for (const document of documents) this.#open(document);
  }

  /** Closes what the server of now never heard of, once nothing needs it any more. */
  closeUnknown(): void {
    for (const linkId of this.#links.keys()) if (!this.#known.has(linkId)) this.#close(linkId);
  }

  notified({ name, data }: Notification): void {
    if (name === 'linkOpened') {
      this.#known.add(data.link.linkId);
      this.#open(data.link);
    }
    if (name === 'linkSignaled') this.#links.get(data.linkId)?.signaled(data.signal);
    if (name === 'linkClosed') this.#close(data.linkId);
    if (name === 'peerLeft') {
      for (const { linkId, peerId } of this.list()) if (peerId === data.peerId) this.#close(linkId);
    }
  }

  /** Between whom each link encrypts, by whom it is to; null while it is not known, or are two. */
  identities(): ReadonlyMap<string, LinkIdentity | null> {
    const found = new Map<string, LinkIdentity | null>();
    for (const { peerId, identity } of this.#links.values()) {
      found.set(peerId, found.has(peerId) ? null : identity);
    }
    return found;
  }

  /** The way for data to a peer, where one is connected. */
  dataTo(peerId: string): DataLane | null {
    const link = this.list().find((each) => each.peerId === peerId && each.status === 'connected');
    return link?.channels.isOpen ? link.channels : null;
  }

  /** Sends this track of the source to everybody from now on, or nothing. */
  send(source: Source, track: MediaStreamTrack | null): void {
    this.#sent.set(source, track);
    for (const link of this.#links.values()) link.send(source, track);
  }

  /** Whether anything of this source goes out. */
  sends(source: Source): boolean {
    return Boolean(this.#sent.get(source));
  }

  /** How loud the own microphone is that goes out, linear from 0 to 1; null where none does. */
  async ownLevel(): Promise<number | null> {
    const [link] = this.#links.values();
    return link && this.sends('microphone') ? link.ownLevel() : null;
  }

  /** Media goes another way now. */
  sendNothing(): void {
    for (const source of this.#sent.keys()) this.send(source, null);
    this.#sent.clear();
  }

  checkPath(): void {
    for (const link of this.#links.values()) link.checkPath();
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #open(document: LinkDocument): void {
    const { linkId, peerId } = document;
    if (this.#links.has(linkId)) return;
    const link: PeerLink = new PeerLink(document, this.#iceServers, {
      // What does not arrive is said again.
      signal: (signal) =>
        void quietly(this.#owner.signal.request('signalLink', { linkId, signal })),
      statusChanged: () => {
        void this.#report(link);
        this.#owner.changed();
      },
      identityChanged: () => this.#owner.changed(),
      isSent: (source) => this.#owner.isSent(trackKey(peerId, source)),
      opened: () => this.#owner.changed(),
      received: (frame) => this.#owner.received(peerId, frame),
    });
    this.#links.set(linkId, link);
    for (const [source, track] of this.#sent) link.send(source, track);
    this.#owner.changed();
  }

  #close(linkId: string): void {
    const link = this.#links.get(linkId);
    this.#links.delete(linkId);
    link?.close();
    if (link) this.#owner.changed();
  }

  async #report(link: PeerLink): Promise<void> {
    const { linkId, status: state } = link;
    const relayed = state === 'connected' && (await link.isRelayed());
    await quietly(this.#owner.signal.request('reportLink', { linkId, state, relayed }));
  }
}

/** What it is about may be over, and a connection that is lost comes back. */
async function quietly(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch {
    // As said.
  }
}
