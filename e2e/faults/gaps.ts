/** What is concluded from the moments at which something was heard or seen, all in ms since 1970. */

/** The present moment, on the clock that pages have too. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

export interface Gap {
  lengthMs: number;
  endedAt: number;
}

/** The longest stretch without anything that ended after a moment; moments ascend and begin before it. */
export function longestGap(moments: readonly number[], fromMs: number): Gap {
  let longest: Gap = { lengthMs: 0, endedAt: fromMs };
  for (const [index, endedAt] of moments.entries()) {
    if (endedAt < fromMs) continue;
    const lengthMs = endedAt - (moments[index - 1] ?? fromMs);
    if (lengthMs > longest.lengthMs) longest = { lengthMs, endedAt };
  }
  return longest;
}

/** Whether something came all the time between two moments, with no gap longer than this. */
export function flows(
  moments: readonly number[],
  { fromMs, toMs, gapMs }: { fromMs: number; toMs: number; gapMs: number },
): boolean {
  const within = [fromMs, ...moments.filter((at) => at > fromMs && at < toMs), toMs];
  return within.every((at, index) => index === 0 || at - within[index - 1]! <= gapMs);
}
