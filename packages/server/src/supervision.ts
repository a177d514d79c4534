/** This process and the one that started it: scripts/supervisor is the other side. */
import { EventEmitter } from 'node:events';
import { parseArgs } from 'node:util';

/**
 * Why this process was started: by a person; after the one before it crashed, which may hold its
 * ports for another moment; or to take over from one that serves.
 */
export type Start = 'first' | 'again' | 'update';

type Said = 'prepared' | 'up' | 'released' | 'restart';

interface SupervisionEvents {
  /** The one before has let go: open the doors. */
  open: [];
  /** Let go, a successor waits. */
  handOver: [];
  stop: [];
}

export class Supervision extends EventEmitter<SupervisionEvents> {
  readonly start: Start;
  /** Which of the two blocks of media ports is ours; a predecessor's media is in the other one. */
  readonly block: 0 | 1;

  /** Null where nobody supervises, so that a signal means what it says. */
  static find(): Supervision | null {
    const { start, block } = parseArgs({
      options: { start: { type: 'string' }, block: { type: 'string' } },
      strict: false,
    }).values;
    if (!process.send || (start !== 'first' && start !== 'again' && start !== 'update'))
      return null;
    return new Supervision(start, block === '1' ? 1 : 0);
  }

  private constructor(start: Start, block: 0 | 1) {
    super();
    this.start = start;
    this.block = block;
    process.on('message', (told: keyof SupervisionEvents) => this.emit(told));
  }

  /** Whether it is still there. */
  get alive(): boolean {
    return process.connected;
  }

  tell(said: Said): void {
    // Where it is gone by now, this process is about to hear of that.
    process.send?.(said, undefined, undefined, () => undefined);
  }
}
