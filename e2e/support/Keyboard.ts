import type { Locator, Page } from 'playwright-core';
import { focused } from './accessibility.ts';
import { type Hands, typeText } from './Hands.ts';
import { until } from './until.ts';

/** Nothing of the page is further away than this. */
const MOST_PRESSES = 120;

/** Somebody with a keyboard alone, who has to see where they are whenever they press something. */
export class Keyboard implements Hands {
  readonly tool = 'keyboard';
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(what: Locator): Promise<void> {
    await this.pointAt(what);
    const key = await what.evaluate(keyFor);
    if (key !== null) await this.#page.keyboard.press(key);
  }

  async pointAt(what: Locator): Promise<void> {
    await what.waitFor();
    await until(`the window with ${what.toString()} takes the focus`, async () => {
      const seen = await what.evaluate(isInReach);
      return { met: seen, seen };
    });
    // To look for it by its role at each stop would take longer than the way.
    let element = await what.elementHandle();
    for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
      const key = await element.evaluate(keyToward);
      if (key === null) return this.#seesFocus();
      if (key === 'gone') element = await what.elementHandle();
      else await this.#page.keyboard.press(key);
    }
    const last = await this.#page.evaluate(focused);
    throw new Error(`${MOST_PRESSES} keys do not lead to ${what.toString()}, but to ${last?.html}`);
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.pointAt(field);
    await this.#page.keyboard.press('Control+A');
    await typeText(this.#page, text);
  }

  async confirm(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async slide(slider: Locator, to: number): Promise<void> {
    await this.pointAt(slider);
    const { least, most, step } = await slider.evaluate((input: HTMLInputElement) => ({
      least: Number(input.min),
      most: Number(input.max),
      step: Number(input.step),
    }));
    const fromLeast = to - least < most - to;
    await this.#page.keyboard.press(fromLeast ? 'Home' : 'End');
    const steps = Math.round((fromLeast ? to - least : most - to) / step);
    // With Shift the arrows go ten steps at once.
    await this.#repeat(fromLeast ? 'Shift+ArrowRight' : 'Shift+ArrowLeft', Math.floor(steps / 10));
    await this.#repeat(fromLeast ? 'ArrowRight' : 'ArrowLeft', steps % 10);
  }

  async hold(button: Locator, meanwhile: () => Promise<void>): Promise<void> {
    await this.pointAt(button);
    await this.holdKey('Space', meanwhile);
  }

  async holdKey(key: string, meanwhile: () => Promise<void>): Promise<void> {
    await this.#page.keyboard.down(key);
    await meanwhile();
    await this.#page.keyboard.up(key);
  }

  async dismiss(popup: Locator): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await popup.waitFor({ state: 'detached' });
  }

  async #repeat(key: string, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await this.#page.keyboard.press(key);
  }

  /** Whatever moves in may take a moment until it is drawn. */
  async #seesFocus(): Promise<void> {
    await until('sees where the focus is', async () => {
      const seen = await this.#page.evaluate(focused);
      return { met: seen?.visible ?? false, seen };
    });
  }
}

/** Runs in the page: a window that opens has the focus in a moment, and one presses nothing before. */
function isInReach(target: Element): boolean {
  const popup = target.closest('[role=dialog], [role=menu], [role=listbox]');
  return !popup || popup.contains(document.activeElement);
}

/** Runs in the page: which key leads nearer to an element; null when it has the focus. */
function keyToward(target: Element): string | null {
  // The page has put another in its place.
  if (!target.isConnected) return 'gone';
  const { activeElement } = document;
  if (!activeElement || activeElement === target) return null;
  // Of these the Tab key finds one, and the arrow keys the others.
  const groups = '[role=menu], [role=listbox], [role=tablist], fieldset:has(input[type=radio])';
  const isMessage = target.matches('[data-seq]');
  const group = isMessage ? target.parentElement : target.closest(groups);
  const within = group?.contains(activeElement);
  const arrows = within && (!isMessage || activeElement.matches('[data-seq]'));
  const following = activeElement.compareDocumentPosition(target);
  const ahead = (following & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  if (arrows) return ahead ? 'ArrowDown' : 'ArrowUp';
  return ahead ? 'Tab' : 'Shift+Tab';
}

/** Runs in the page: which key presses what has the focus; null where getting there was all. */
function keyFor(target: Element): string | null {
  if (target.matches('[role=tab], input[type=radio]')) return null;
  return target.matches('[role=switch], input[type=checkbox]') ? 'Space' : 'Enter';
}
