import type { LinkDocument, LinkSignal, RequestData } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { createId } from '../ids.ts';
import type { TopologyPeer } from './Topology.ts';

export type LinkReport = Pick<RequestData<'reportLink'>, 'state' | 'relayed'>;

interface End {
  peer: TopologyPeer;
  /** Whether it knows of the link; until then what the other one says waits. */
  knows: boolean;
  waiting: LinkSignal[];
  report: LinkReport;
}

/** One direct way, as `GET /api/state` shows it: how it is doing at the worse of its ends. */
export interface LinkState extends LinkReport {
  linkId: string;
  peerIds: [string, string];
}

/** The server's side of a direct way between two peers: it relays what they say to each other. */
export class Link {
  readonly linkId = createId();
  readonly #ends: [End, End];

  /** @param polite The one who gives way: whoever was there before. */
  constructor(polite: TopologyPeer, impolite: TopologyPeer) {
    this.#ends = [endOf(polite), endOf(impolite)];
  }

  /** The one at the other end. */
  other(peerId: string): TopologyPeer {
    return this.#otherEnd(peerId).peer;
  }

  has(peerId: string): boolean {
    return this.#ends.some(({ peer }) => peer.peerId === peerId);
  }

  /** As one of its ends is to know it. */
  document(peerId: string): LinkDocument {
    const [polite] = this.#ends;
    const { linkId } = this;
    return { linkId, peerId: this.other(peerId).peerId, polite: polite.peer.peerId === peerId };
  }

  /** One end knows of it from now on; another one that could is told. */
  introduce(peerId: string): void {
    const end = this.#end(peerId);
    if (end.knows) return;
    end.knows = true;
    for (const signal of end.waiting.splice(0)) this.#tell(end, signal);
  }

  /** Tells an end that has its media already, and nothing of this link. */
  announce(peerId: string): void {
    const end = this.#end(peerId);
    if (end.knows) return;
    end.peer.notify({ name: 'linkOpened', data: { link: this.document(peerId) } });
    this.introduce(peerId);
  }

  /** Passes on what one end says. */
  signal(fromPeerId: string, signal: LinkSignal): void {
    const end = this.#otherEnd(fromPeerId);
    if (end.knows) this.#tell(end, signal);
    else end.waiting.push(signal);
  }

  report(peerId: string, report: LinkReport): void {
    this.#end(peerId).report = report;
  }

  /** Tells one end that it is over. */
  close(peerId: string): void {
    const { peer, knows } = this.#end(peerId);
    if (knows) peer.notify({ name: 'linkClosed', data: { linkId: this.linkId } });
  }

  state(): LinkState {
    const [{ report: one }, { report: other }] = this.#ends;
    const states = new Set([one.state, other.state]);
    return {
      linkId: this.linkId,
      peerIds: [this.#ends[0].peer.peerId, this.#ends[1].peer.peerId],
      state: ORDER.find((state) => states.has(state)) ?? 'connecting',
      relayed: one.relayed || other.relayed,
    };
  }

  #tell({ peer }: End, signal: LinkSignal): void {
    peer.notify({ name: 'linkSignaled', data: { linkId: this.linkId, signal } });
  }

  #end(peerId: string): End {
    const end = this.#ends.find(({ peer }) => peer.peerId === peerId);
    if (!end) throw new RequestError('notFound', `this peer has no link ${this.linkId}`);
    return end;
  }

  #otherEnd(peerId: string): End {
    const end = this.#end(peerId);
    return end === this.#ends[0] ? this.#ends[1] : this.#ends[0];
  }
}

/** The worst first. */
const ORDER = ['failed', 'connecting', 'connected'] as const;

function endOf(peer: TopologyPeer): End {
  return { peer, knows: false, waiting: [], report: { state: 'connecting', relayed: false } };
}
