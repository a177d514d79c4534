import type { After, CallOff } from '../clock.ts';
import type { TopologyKind } from '../topologies/Topology.ts';

/** ICE, DTLS and first frames take two seconds at worst; what needs longer does not come about. */
const WITHIN_MS = 10_000;

/** A change of topology under way: it ends when everybody has said how it went. */
export class Changeover {
  readonly to: TopologyKind;
  readonly #waiting: Set<string>;
  readonly #ended: (shows: boolean) => void;
  readonly #callOff: CallOff;

  /** @param ended Whether what is new shows at everybody; not called after `cancel`. */
  constructor(
    to: TopologyKind,
    peerIds: Iterable<string>,
    { after, ended }: { after: After; ended: (shows: boolean) => void },
  ) {
    this.to = to;
    this.#waiting = new Set(peerIds);
    this.#ended = ended;
    this.#callOff = after(WITHIN_MS, () => this.#end(false));
  }

  settle(peerId: string, shows: boolean): void {
    if (!this.#waiting.delete(peerId)) return;
    if (!shows) this.#end(false);
    else this.#endIfDone();
  }

  /** Nobody waits for whoever left. */
  forget(peerId: string): void {
    if (this.#waiting.delete(peerId)) this.#endIfDone();
  }

  cancel(): void {
    this.#callOff();
    this.#waiting.clear();
  }

  #endIfDone(): void {
    if (this.#waiting.size === 0) this.#end(true);
  }

  #end(shows: boolean): void {
    this.cancel();
    this.#ended(shows);
  }
}
