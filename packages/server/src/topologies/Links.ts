import type { LinkDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { Link, type LinkState } from './Link.ts';
import type { TopologyPeer } from './Topology.ts';

/**
 * The direct ways between the peers of a call. They outlive the media that they were opened for: a
 * room that moves back to `mesh` finds them connected, and what else goes over them goes on.
 */
export class Links {
  readonly #links = new Map<string, Link>();

  /** The one that there is, or a new one, in which whoever was there before gives way. */
  between(former: TopologyPeer, newcomer: TopologyPeer): Link {
    const known = this.of(former.peerId).find((link) => link.has(newcomer.peerId));
    if (known) return known;
    const link = new Link(former, newcomer);
    this.#links.set(link.linkId, link);
    return link;
  }

  of(peerId: string): Link[] {
    return [...this.#links.values()].filter((link) => link.has(peerId));
  }

  /** @throws RequestError `notFound`, also for a link of others */
  get(linkId: string, peerId: string): Link {
    const link = this.#links.get(linkId);
    if (link?.has(peerId)) return link;
    throw new RequestError('notFound', `this peer has no link ${linkId}`);
  }

  documents(peerId: string): LinkDocument[] {
    return this.of(peerId).map((link) => link.document(peerId));
  }

  state(): LinkState[] {
    return [...this.#links.values()].map((link) => link.state());
  }

  /** Closes what did not come about: it is tried no longer, and begins anew when it is needed. */
  closeUnconnected(): void {
    for (const link of this.#links.values()) {
      const { linkId, peerIds, state } = link.state();
      if (state === 'connected') continue;
      this.#links.delete(linkId);
      for (const peerId of peerIds) link.close(peerId);
    }
  }

  /** A peer is gone, and every way to it. */
  forget(peerId: string): void {
    for (const link of this.of(peerId)) {
      this.#links.delete(link.linkId);
      link.close(link.other(peerId).peerId);
    }
  }
}
