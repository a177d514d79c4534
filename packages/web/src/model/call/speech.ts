/** Who has been talking, and for how long, drawn from the levels that the server measures. */

/** Softer than this is breath and keyboards, in dBov. */
export const SPEECH_LEVEL = -55;

/** Who pauses for no longer than this is still talking. */
const BREATH_MS = 800;

/** Somebody's last turn to talk, in ms of whatever clock. */
export interface Turn {
  readonly since: number;
  readonly last: number;
}

/** By `peerId`, everybody who was heard in this call. */
export type Speech = ReadonlyMap<string, Turn>;

/** What is known of everybody's turns after these levels (dBov by `peerId`) were measured. */
export function hear(speech: Speech, levels: ReadonlyMap<string, number>, now: number): Speech {
  const heard = [...levels].filter(([, level]) => level > SPEECH_LEVEL);
  if (heard.length === 0) return speech;
  const next = new Map(speech);
  for (const [peerId] of heard) {
    const turn = speech.get(peerId);
    next.set(peerId, { since: turn && isTalking(turn, now) ? turn.since : now, last: now });
  }
  return next;
}

export function isTalking(turn: Turn | undefined, now: number): turn is Turn {
  return turn !== undefined && now - turn.last <= BREATH_MS;
}
