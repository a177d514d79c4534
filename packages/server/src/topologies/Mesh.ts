import { EventEmitter } from 'node:events';
import { LIMITS, type Limits } from '../limits/limits.ts';
import type { Links } from './Links.ts';
import { MeshEndpoint } from './MeshEndpoint.ts';
import type { PipeState, Topology, TopologyEvents, TopologyPeer } from './Topology.ts';

/**
 * Each peer sends to each of the others directly (RFC 7667, 3.1). The server knows who publishes
 * what, relays what the ends of a link say to each other, and sees no media.
 */
export class Mesh extends EventEmitter<TopologyEvents> implements Topology {
  readonly kind = 'mesh';
  readonly #links: Links;
  readonly #bounds: Limits['call'];
  readonly #endpoints = new Map<string, MeshEndpoint>();
  #speaking = new Set<string>();

  constructor(links: Links, bounds: Limits['call'] = LIMITS.call) {
    super();
    this.#links = links;
    this.#bounds = bounds;
  }

  async attach(peer: TopologyPeer): Promise<MeshEndpoint> {
    const { peerId } = peer;
    const endpoint = new MeshEndpoint(peer, this.#bounds.producers, {
      published: (publication) => this.emit('publicationChanged', peerId, publication),
      unpublished: (source) => {
        this.emit('publicationClosed', peerId, source);
        if (source === 'microphone') this.#heard(peerId, false);
      },
      speaking: (speaking) => this.#heard(peerId, speaking),
      opened: () => this.#introduce(endpoint),
      closed: () => {
        if (this.#endpoints.get(peerId) === endpoint) this.#endpoints.delete(peerId);
        this.#heard(peerId, false);
      },
    });
    for (const other of this.#endpoints.values()) this.#links.between(other.peer, peer);
    this.#endpoints.set(peerId, endpoint);
    return endpoint;
  }

  /** It has no routers. */
  pipes(): PipeState[] {
    return [];
  }

  close(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
  }

  /** It knows its links now; of those to peers who came before, these are told now too. */
  #introduce({ peer: { peerId } }: MeshEndpoint): void {
    for (const link of this.#links.of(peerId)) {
      link.introduce(peerId);
      const otherId = link.other(peerId).peerId;
      if (this.#endpoints.get(otherId)?.isOpen) link.announce(otherId);
    }
  }

  #heard(peerId: string, speaking: boolean): void {
    if (this.#speaking.has(peerId) === speaking) return;
    if (speaking) this.#speaking.add(peerId);
    else this.#speaking.delete(peerId);
    this.emit('speakers', [...this.#speaking]);
  }
}
