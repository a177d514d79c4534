import { type Kind, kindOf } from '@ottogi/protocol';
import { badness } from './quality.ts';
import { keyParts, type Quality, type TrackKey } from './state.ts';

/** What a look found, by what arrives; `uplink` is not asked. */
export type Looked = ReadonlyMap<TrackKey | 'uplink', Quality>;

/** Of the last looks, two seconds apart, so many have to be bad before the tiles are given up. */
const LOOKS = 6;
const BAD_LOOKS = 4;

/** The mix spares nothing where little more than it comes anyway. */
const LEAST_TRACKS = 3;

/** So many good looks in a row before the tiles are tried again, and twice as many each time. */
const GOOD_LOOKS = 30;
const MOST_GOOD_LOOKS = 300;

/**
 * Whether the way to here is too weak for the tiles. It takes ten seconds to believe that, and a
 * minute of the mix without a flaw to doubt it; who falls again waits for longer each time, so that
 * nothing ever goes to and fro.
 */
export class WeakLink {
  #bad: boolean[] = [];
  #good = 0;
  #goodLooks = GOOD_LOOKS;
  #weak = false;

  get weak(): boolean {
    return this.#weak;
  }

  /**
   * @param mix Whether the mix is what was looked at.
   * @returns Whether it is weak now.
   */
  take(looked: Looked, mix: boolean): boolean {
    const received = [...looked].filter(([key]) => key !== 'uplink') as [TrackKey, Quality][];
    if (this.#weak && mix) this.#lookAtMix(received);
    else if (!this.#weak && !mix) this.#lookAtTiles(received);
    return this.#weak;
  }

  /** No mix is to be had, or nobody wants it: in a while it may be looked at again. */
  giveUp(): void {
    this.#weak = false;
    this.#bad = [];
    this.#goodLooks = Math.min(2 * this.#goodLooks, MOST_GOOD_LOOKS);
  }

  #lookAtTiles(received: [TrackKey, Quality][]): void {
    if (received.length < LEAST_TRACKS) return;
    this.#bad = [...this.#bad, isBad(received)].slice(-LOOKS);
    if (this.#bad.filter(Boolean).length < BAD_LOOKS) return;
    this.#bad = [];
    this.#good = 0;
    this.#weak = true;
  }

  #lookAtMix(received: [TrackKey, Quality][]): void {
    const good = received.length > 0 && received.every(([, { level }]) => level === 'good');
    this.#good = good ? this.#good + 1 : 0;
    if (this.#good < this.#goodLooks) return;
    this.giveUp();
  }
}

/** A voice that breaks up is bad enough; of pictures at least half have to. */
function isBad(received: [TrackKey, Quality][]): boolean {
  const poor = received.filter(
    ([, quality]) => badness(quality) === 2 && quality.reason === 'yourConnection',
  );
  const pictures = count(received, 'video');
  return count(poor, 'audio') > 0 || (pictures > 0 && 2 * count(poor, 'video') >= pictures);
}

function count(tracks: [TrackKey, Quality][], kind: Kind): number {
  return tracks.filter(([key]) => kindOf(keyParts(key).source) === kind).length;
}
