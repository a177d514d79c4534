/** What the walkers look at more than once. */
import type { Locator } from 'playwright-core';
import type { Person } from '../../support/Person.ts';
import { until } from '../../support/until.ts';
import type { Walker } from './Walker.ts';

type Captured = Awaited<ReturnType<Person['captured']>>[number];

/** What is captured of a source now is like this. */
export async function isCaptured(
  { person }: Walker,
  source: Captured['source'],
  isRight: (captured: Captured) => boolean,
): Promise<void> {
  await until(`captures ${source} as it was chosen`, async () => {
    const all = await person.captured();
    const seen = all.findLast((each) => each.source === source && each.state === 'live');
    return { met: seen !== undefined && isRight(seen), seen };
  });
}

/** The tile of somebody, in this colour, where `viewer` sees it, who may be of that colour too. */
export function tileInColour({ page }: Person, name: string, hue: number): Locator {
  const tile = page.locator('figure', { hasText: name });
  return page.locator(`[style*="--hue: ${hue}"]`).and(tile);
}

/** The rooms of this chapter as they stand in the list. */
export function roomOrder({ page }: Walker, room: string): () => Promise<string[]> {
  return async () => {
    const names = await page
      .locator('[data-room]')
      .evaluateAll((entries: HTMLElement[]) => entries.map((entry) => entry.dataset.room ?? ''));
    return names.filter((name) => name.startsWith(room));
  };
}
