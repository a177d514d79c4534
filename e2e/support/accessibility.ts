import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { animationsEnd } from './animations.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The themes differ in colours alone. */
const THEMES: { colorScheme: 'light' | 'dark'; rules: RunOptions }[] = [
  { colorScheme: 'light', rules: {} },
  { colorScheme: 'dark', rules: { runOnly: ['color-contrast'] } },
];

/** Axe with its own rules, but for two that take the parts of an open menu for something else. */
async function installAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => 'axe' in globalThis)) return;
  await page.evaluate(AXE);
  await page.evaluate(() => {
    // An open menu has the focus and goes with it, as a dialog: it is in no landmark either.
    const regionMatcher = 'dialog, [role=dialog], [role=alertdialog], [role=menu], svg';
    (globalThis as unknown as InPage).axe.configure({
      checks: [{ id: 'region', options: { regionMatcher } }],
    });
  });
}

interface InPage {
  axe: {
    configure(spec: object): void;
    run(context: ElementContext, options: RunOptions): Promise<AxeResults>;
  };
}

/** What axe finds wrong with the page as it is now (WCAG 2.2 AA, and what it calls best practice). */
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (options) =>
      (globalThis as unknown as InPage).axe.run(
        {
          include: 'html',
          // The focus never stays on these: they pass it on to where a popup's order says.
          exclude: '[data-base-ui-focus-guard]',
        },
        // Of what is right nobody wants to hear.
        { resultTypes: ['violations'], ...options },
      ),
    rules,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary ?? ''}`),
  );
}

/** Fails with everything that is wrong with the page in either theme. It has to follow the system's. */
export async function isAccessible(page: Page, screen: string): Promise<void> {
  await installAxe(page);
  for (const { colorScheme, rules } of THEMES) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    const found = await violations(page, rules);
    expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
}

/** What has the focus, as a person who sees the page finds it. */
export interface Focused {
  html: string;
  /** Whether something is drawn around it, or around what it stands for. */
  visible: boolean;
}

/** Runs in the page. */
export function focused(): Focused | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // The mark of a field may be on its frame, that of a hidden radio button on its label.
  const near = [element, element.parentElement, element.parentElement?.parentElement];
  const marked = near.some((each) => {
    const { outlineStyle, outlineWidth, opacity, boxShadow } = getComputedStyle(each ?? element);
    const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    // Items of a menu have their line on the inner side.
    const framed = boxShadow !== 'none' && element.matches('[data-highlighted]');
    return (outlined || framed) && Number(opacity) > 0;
  });
  const { width, height, top, left, bottom, right } = element.getBoundingClientRect();
  const inSight =
    width > 0 && height > 0 && top < innerHeight && left < innerWidth && bottom > 0 && right > 0;
  return {
    html: element.outerHTML.slice(0, 200),
    visible: marked && inSight,
  };
}

/** No page has so many stops: the focus walks in circles that do not close. */
const MOST_STOPS = 300;

/** Goes through the page with the Tab key, once around, and finds the focus at each stop. */
export async function showsFocusEverywhere(page: Page, screen: string): Promise<void> {
  const hidden: string[] = [];
  let stops = 0;
  for (; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    await animationsEnd(page);
    if (await page.evaluate(isBackAtStart)) break;
    const stop = await page.evaluate(focused);
    // After the last stop comes the browser's own frame, and then the first one.
    if (stop && !stop.visible) hidden.push(stop.html);
  }
  await page.evaluate(() => delete (globalThis as Walked).walkStart);
  expect.soft(stops, `${screen}: stops of the Tab key`).toBeGreaterThan(3);
  expect.soft(stops, `${screen}: stops of the Tab key`).toBeLessThan(MOST_STOPS);
  expect.soft(hidden, `${screen}: focus that nobody sees`).toEqual([]);
}

/** Where the walk began. */
type Walked = typeof globalThis & { walkStart?: Element };

/** Runs in the page. */
function isBackAtStart(): boolean {
  const walked = globalThis as Walked;
  const element = document.activeElement;
  if (!element || element === document.body) return false;
  if (walked.walkStart) return walked.walkStart === element;
  walked.walkStart = element;
  return false;
}
