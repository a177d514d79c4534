import type { types } from 'mediasoup';

/** What one would tell apart at a glance: broken, poor, fair, perfect. */
const BANDS = [4, 7, 10];

/** Whether two of mediasoup's scores, 0 to 10, say the same of a stream. */
export function sameBand(a: number, b: number): boolean {
  return bandOf(a) === bandOf(b);
}

/**
 * Between two layers no stream is selected, which mediasoup scores 0 although the sender's streams
 * arrive. Another event follows once one is.
 */
export function isBetweenLayers({ producerScore, producerScores }: types.ConsumerScore): boolean {
  return producerScore === 0 && producerScores.some((score) => score > 0);
}

function bandOf(score: number): number {
  return BANDS.filter((from) => score >= from).length;
}
