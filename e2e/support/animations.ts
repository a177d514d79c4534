import type { Page } from 'playwright-core';

/** Resolves once nothing is transparent or half way any more because it moves in. */
export async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      // One that is taken back rejects.
      .map(({ finished }) => finished.catch(() => null));
    await Promise.all(ending);
  });
}
