import { OWN_LABELS } from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import type { ClientEvents } from '../events.ts';
import { Budget } from './Budget.ts';
import type { DataExchange } from './DataExchange.ts';
import type { DataMessage } from './Incoming.ts';

const LABEL = `${OWN_LABELS}reaction`;

/** As the server takes them. */
const RATE = { burst: 10, refillMs: 500 };
const EMOJI_MAX_LENGTH = 32;

type Reaction = ClientEvents['reaction'];

export interface ReactionsOwner {
  /** Of the call that stands; null where there is none. */
  exchange(): DataExchange | null;
  /** Where one is, and as whom; null outside of a call. */
  place(): Pick<Reaction, 'roomId' | 'peerId'> | null;
  shown(reaction: Reaction): void;
}

/** Emoji past the server, where there is a link to everybody who is to see them. */
export class Reactions {
  readonly #owner: ReactionsOwner;
  readonly #own = new Budget(RATE);
  readonly #others = new Map<string, Budget>();

  constructor(owner: ReactionsOwner) {
    this.#owner = owner;
  }

  /**
   * False where it has to go over the server, which also says what is wrong with it.
   * @throws ClientError `tooManyRequests`
   */
  show(emoji: string): boolean {
    const [exchange, place] = [this.#owner.exchange(), this.#owner.place()];
    if (!exchange?.reachesAllDirectly || !place || !isEmoji(emoji)) return false;
    const retryAfterMs = this.#own.waitMs(1);
    if (retryAfterMs > 0) {
      throw new ClientError('tooManyRequests', 'too many reactions in a row', { retryAfterMs });
    }
    exchange.send(LABEL, new TextEncoder().encode(emoji), null, {});
    this.#own.take(1);
    this.#owner.shown({ roomId: place.roomId, peerId: place.peerId, emoji });
    return true;
  }

  /** Whether it is one, for nobody else to look at. */
  received(peerId: string, { label, bytes }: DataMessage): boolean {
    if (label !== LABEL) return false;
    const [place, emoji] = [this.#owner.place(), new TextDecoder().decode(bytes)];
    const budget = this.#others.get(peerId) ?? new Budget(RATE);
    this.#others.set(peerId, budget);
    if (place && isEmoji(emoji) && budget.waitMs(1) === 0) {
      budget.take(1);
      this.#owner.shown({ roomId: place.roomId, peerId, emoji });
    }
    return true;
  }

  /** Everybody who was in the call is a stranger in the next. */
  clear(): void {
    this.#others.clear();
  }
}

function isEmoji(text: string): boolean {
  return text.length <= EMOJI_MAX_LENGTH && (pattern()?.test(text) ?? false);
}

let compiled: RegExp | null | undefined;

/** Null in a browser that does not know such patterns: there they go over the server. */
function pattern(): RegExp | null {
  try {
    compiled ??= new RegExp('^\\p{RGI_Emoji}$', 'v');
  } catch {
    compiled = null;
  }
  return compiled;
}
