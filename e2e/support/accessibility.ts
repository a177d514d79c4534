import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const THEMES = ['light', 'dark'] as const;

/** What may be transparent or half way while it moves in. */
async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
      // One that is taken back rejects.
      .map(({ finished }) => finished.catch(() => null));
    await Promise.all(ending);
  });
}

/** What axe finds wrong with the page as it is now (WCAG 2.2 AA, and what it calls best practice). */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    return axe.run();
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary ?? ''}`),
  );
}

/** Fails with everything that is wrong with the page in either theme. It has to follow the system's. */
export async function isAccessible(page: Page, screen: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    expect.soft(await violations(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
}

/** What has the focus, as a person who sees the page finds it. */
interface Focused {
  html: string;
  /** Whether something is drawn around it, or around what it stands for. */
  visible: boolean;
}

function focused(): Focused | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // The mark of a field may be on its frame, that of a hidden radio button on its label.
  const near = [element, element.parentElement, element.parentElement?.parentElement];
  const marked = near.some((each) => {
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(each ?? element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && Number(opacity) > 0;
  });
  const { width, height, top, left, bottom, right } = element.getBoundingClientRect();
  const inSight =
    width > 0 && height > 0 && top < innerHeight && left < innerWidth && bottom > 0 && right > 0;
  return {
    html: element.outerHTML.slice(0, 200),
    visible: marked && inSight,
  };
}

/** Goes through the page with the Tab key, once around, and finds the focus at each stop. */
export async function showsFocusEverywhere(page: Page, screen: string): Promise<void> {
  const seen = new Set<string>();
  const hidden: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    await animationsEnd(page);
    const stop = await page.evaluate(focused);
    if (!stop || seen.has(stop.html)) break;
    seen.add(stop.html);
    if (!stop.visible) hidden.push(stop.html);
  }
  expect.soft(seen.size, `${screen}: stops of the Tab key`).toBeGreaterThan(3);
  expect.soft(hidden, `${screen}: focus that nobody sees`).toEqual([]);
}
