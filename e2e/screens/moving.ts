import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** So many pictures have frames, own ones included. */
export async function moving(page: Page, count: number): Promise<void> {
  await until(`${count} pictures move`, async () => {
    const seen = await page.evaluate(
      () =>
        [...document.querySelectorAll('main video')].filter(
          (video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames > 5,
        ).length,
    );
    return { met: seen >= count, seen };
  });
}
