import type { Quality } from '@ottogi/client';

const BARS = [
  { x: 1, height: 5 },
  { x: 6, height: 9 },
  { x: 11, height: 13 },
];
const FULL = { poor: 1, fair: 2, good: 3 };

/** Three bars, of which as many are full as the connection is good. */
export function QualityBars({ level }: { level: Quality['level'] }) {
  return (
    <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      {BARS.map(({ x, height }, index) => (
        <rect
          key={x}
          x={x}
          y={15 - height}
          width="4"
          height={height}
          rx="1"
          opacity={index < FULL[level] ? 1 : 0.3}
        />
      ))}
    </svg>
  );
}
