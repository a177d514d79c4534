/** Who stands large while nobody is pinned: whoever talks, without jumping at every cough. */
import { isTalking, type Speech } from './speech.ts';

/** So long somebody has to talk before they take over from somebody who is silent… */
const TAKEOVER_MS = 1_500;
/** …and so long from somebody who goes on talking. */
const INTERRUPTION_MS = 4_000;

export interface Candidate {
  peerId: string;
  hasPicture: boolean;
}

/** The next one in the light. `candidates` are the others in the call; null while there are none. */
export function spotlightAfter(
  current: string | null,
  candidates: readonly Candidate[],
  speech: Speech,
  now: number,
): string | null {
  const stands = candidates.some(({ peerId }) => peerId === current);
  const challenger = longestTalking(
    candidates.filter(({ peerId }) => peerId !== current),
    speech,
    now,
  );
  if (!stands) {
    const shown = candidates.find(({ hasPicture }) => hasPicture) ?? candidates[0];
    return challenger?.peerId ?? shown?.peerId ?? null;
  }
  if (!challenger) return current;
  const patience = isTalking(speech.get(current!), now) ? INTERRUPTION_MS : TAKEOVER_MS;
  return challenger.talkedMs >= patience ? challenger.peerId : current;
}

function longestTalking(candidates: readonly Candidate[], speech: Speech, now: number) {
  let longest: { peerId: string; talkedMs: number } | null = null;
  for (const { peerId } of candidates) {
    const turn = speech.get(peerId);
    if (!isTalking(turn, now)) continue;
    const talkedMs = turn.last - turn.since;
    if (!longest || talkedMs > longest.talkedMs) longest = { peerId, talkedMs };
  }
  return longest;
}
