import type { Locator, Page } from 'playwright-core';
import { type Hands, typeText } from './Hands.ts';
import { until } from './until.ts';

/** Longer than a tooltip stays when the mouse is gone. */
const TOOLTIP_GOES_MS = 1_000;

interface Point {
  x: number;
  y: number;
}

/** Somebody with a mouse: whatever they press is in sight, and has nothing lying over it. */
export class Mouse implements Hands {
  readonly tool = 'mouse';
  readonly #page: Page;
  #at: Point = { x: 0, y: 0 };

  constructor(page: Page) {
    this.#page = page;
  }

  async press(what: Locator): Promise<void> {
    await this.pointAt(what);
    await this.#page.mouse.down();
    await this.#page.mouse.up();
  }

  async pointAt(what: Locator): Promise<void> {
    const drawn = await drawnFor(what);
    await this.#leaveTooltip(drawn);
    // Waits until it is in sight, stands still, and gets what is pressed there.
    await drawn.hover({ trial: true });
    await this.#move(await middleOf(drawn));
    await until(`sees what is under the mouse, ${drawn.toString()}`, async () => {
      const opacity = await drawn.evaluate(opacityOf);
      return { met: opacity > 0.5, seen: opacity };
    });
  }

  async write(field: Locator, text: string): Promise<void> {
    const { x, y } = await this.#inSight(field);
    // Three clicks select the line; what is typed then takes its place.
    await this.#page.mouse.click(x, y, { clickCount: 3 });
    await typeText(this.#page, text);
  }

  async confirm(button: Locator): Promise<void> {
    await this.press(button);
  }

  async slide(slider: Locator, to: number): Promise<void> {
    const track = slider.locator('xpath=../..');
    await this.#inSight(track);
    const box = (await track.boundingBox())!;
    const [least, most] = await slider.evaluate((input: HTMLInputElement) => [
      Number(input.min),
      Number(input.max),
    ]);
    const share = (to - least) / (most - least);
    const y = box.y + box.height / 2;
    await this.#page.mouse.move(box.x + box.width / 2, y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(box.x + box.width * share, y, { steps: 4 });
    await this.#page.mouse.up();
  }

  async hold(button: Locator, meanwhile: () => Promise<void>): Promise<void> {
    await this.pointAt(button);
    await this.#page.mouse.down();
    await meanwhile();
    await this.#page.mouse.up();
  }

  async dismiss(popup: Locator): Promise<void> {
    const close = popup.locator('header button');
    if (await close.isVisible()) {
      await this.press(close);
    } else {
      // Anywhere else will do; nothing to press lies beside the room's name.
      const { x, y } = await middleOf(this.#page.locator('main header output'));
      await this.#page.mouse.click(x, y);
    }
    await popup.waitFor({ state: 'detached' });
  }

  /**
   * What explains the thing under the mouse may lie over the next one. It goes by itself where the
   * mouse is elsewhere already. Else one moves away and back again, for what shows itself to whoever
   * points at it would go too.
   */
  async #leaveTooltip(on: Locator): Promise<void> {
    if (!(await on.evaluate(isUnderTooltip))) return;
    const tooltip = this.#page.locator('[data-tooltip-popup]');
    try {
      await tooltip.waitFor({ state: 'hidden', timeout: TOOLTIP_GOES_MS });
    } catch {
      const { x, y } = this.#at;
      await this.#page.mouse.move(0, 0);
      await tooltip.waitFor({ state: 'hidden' });
      await this.#page.mouse.move(x, y);
    }
  }

  async #move(to: Point): Promise<void> {
    this.#at = to;
    await this.#page.mouse.move(to.x, to.y);
  }

  async #inSight(what: Locator): Promise<Point> {
    await what.hover({ trial: true });
    return middleOf(what);
  }
}

/** The input of a radio button is hidden; its label is what people see. */
async function drawnFor(what: Locator): Promise<Locator> {
  const isRadio = await what.evaluate((element) => element.matches('input[type=radio]'));
  return isRadio ? what.locator('xpath=ancestor::label') : what;
}

async function middleOf(what: Locator): Promise<Point> {
  const box = await what.boundingBox();
  if (!box) throw new Error(`${what.toString()} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Runs in the page. */
function isUnderTooltip(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  const onTop = document.elementFromPoint(left + width / 2, top + height / 2);
  return Boolean(onTop?.closest('[data-tooltip-popup]'));
}

/** Runs in the page: how much of it can be seen, with all that it stands in. */
function opacityOf(element: Element): number {
  let opacity = 1;
  for (let each: Element | null = element; each; each = each.parentElement) {
    opacity *= Number(getComputedStyle(each).opacity);
  }
  return opacity;
}
