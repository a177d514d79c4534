/** What the walkers look at more than once. */
import type { Walker } from './Walker.ts';

/** The rooms of this chapter as they stand in the list. */
export function roomOrder({ page }: Walker, room: string): () => Promise<string[]> {
  return async () => {
    const names = await page
      .locator('[data-room]')
      .evaluateAll((entries: HTMLElement[]) => entries.map((entry) => entry.dataset.room ?? ''));
    return names.filter((name) => name.startsWith(room));
  };
}
