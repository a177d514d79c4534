import type { JoinReport } from '../pages/benchPage.ts';

/**
 * How many answers had to arrive, one after another, before the last message could leave that the
 * pictures needed: what the join waits for on the wire, whatever the wire is like.
 */
export function waitedFor({ messages, needed }: JoinReport): number {
  const depths: number[] = [];
  for (const { sentAt } of messages) {
    const answered = messages
      .slice(0, depths.length)
      .map(({ answeredAt }, index) =>
        answeredAt !== undefined && answeredAt <= sentAt ? depths[index]! + 1 : 0,
      );
    depths.push(Math.max(0, ...answered));
  }
  return Math.max(...needed.map((index) => depths[index]!));
}
