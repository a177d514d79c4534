/**
 * Where everybody stands when not all fit on one page. Tiles keep their places as long as they can:
 * somebody of a later page who talks or raises a hand changes places with one person, whoever on the
 * first page has been quiet the longest.
 */
import { isTalking, type Speech, type Turn } from './speech.ts';

export interface Standing {
  peerId: string;
  own: boolean;
  handRaised: boolean;
  hasPicture: boolean;
}

/** A word is no reason to move. */
const WORTH_MOVING_MS = 1_000;

/** What gives a right to the first page, the strongest last. */
const CLAIM = { none: 0, picture: 1, heard: 2, active: 3 } as const;

/**
 * The order of `peerId`s after `previous`: newcomers come last, oneself is the last of the first
 * page. `previous` itself if nothing moves.
 */
export function orderAfter(
  previous: readonly string[],
  people: readonly Standing[],
  speech: Speech,
  now: number,
  perPage: number,
): readonly string[] {
  const byId = new Map(people.map((standing) => [standing.peerId, standing]));
  const known = previous.filter((peerId) => byId.has(peerId));
  const newcomers = people.map(({ peerId }) => peerId).filter((id) => !known.includes(id));
  const own = people.find((standing) => standing.own)?.peerId;
  const order = [...known, ...newcomers].filter((peerId) => peerId !== own);
  // Oneself takes a place of the first page too.
  const places = own === undefined ? perPage : perPage - 1;
  bringForward(order, places, byId, speech, now);
  if (own !== undefined) order.splice(Math.min(Math.max(places, 0), order.length), 0, own);
  return sameOrder(previous, order) ? previous : order;
}

function bringForward(
  order: string[],
  places: number,
  byId: ReadonlyMap<string, Standing>,
  speech: Speech,
  now: number,
): void {
  const claimOf = (peerId: string) => claim(byId.get(peerId)!, speech.get(peerId), now);
  for (let index = places; index < order.length; index += 1) {
    const mine = claimOf(order[index]!);
    // Who was heard a while ago had their chance to come forward then.
    if (mine !== CLAIM.active && mine !== CLAIM.picture) continue;
    const weakest = weakestOf(order.slice(0, Math.max(places, 0)), claimOf, speech);
    if (weakest === null || weakest.claim >= mine) continue;
    const swapped = order[weakest.index]!;
    order[weakest.index] = order[index]!;
    order[index] = swapped;
  }
}

function claim(standing: Standing, turn: Turn | undefined, now: number): number {
  if (standing.handRaised) return CLAIM.active;
  if (isTalking(turn, now) && turn.last - turn.since >= WORTH_MOVING_MS) return CLAIM.active;
  if (turn) return CLAIM.heard;
  return standing.hasPicture ? CLAIM.picture : CLAIM.none;
}

function weakestOf(
  firstPage: readonly string[],
  claimOf: (peerId: string) => number,
  speech: Speech,
): { index: number; claim: number } | null {
  let weakest: { index: number; claim: number; last: number } | null = null;
  for (const [index, peerId] of firstPage.entries()) {
    const found = { index, claim: claimOf(peerId), last: speech.get(peerId)?.last ?? -Infinity };
    // Of equals the last one moves, so that the top of the page stays calm.
    const weaker =
      !weakest ||
      found.claim < weakest.claim ||
      (found.claim === weakest.claim && found.last <= weakest.last);
    if (weaker) weakest = found;
  }
  return weakest;
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
