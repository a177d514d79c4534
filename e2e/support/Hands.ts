import type { Locator, Page } from 'playwright-core';

/** How somebody works with a page. What they want is the same for all; what they touch is not. */
export interface Hands {
  readonly tool: 'keyboard' | 'mouse';
  /** Presses a button, follows a link, turns a switch, chooses an item, a tab, or one of few. */
  press(what: Locator): Promise<void>;
  /** Goes to something that shows what can be done with it only then. */
  pointAt(what: Locator): Promise<void>;
  /** Writes into a field, in place of what is there. */
  write(field: Locator, text: string): Promise<void>;
  /** Says that what was written is meant: by Enter, or by the button for it. */
  confirm(button: Locator): Promise<void>;
  /** Moves a slider to the least or the most, or as near as can be to a value between. */
  slide(slider: Locator, to: number): Promise<void>;
  /** Holds a button down for as long as something takes. */
  hold(button: Locator, meanwhile: () => Promise<void>): Promise<void>;
  /** Closes the window, menu or popover that is open. */
  dismiss(popup: Locator): Promise<void>;
}

/** Types over what is selected. A new line is one with Shift, since Enter alone says “done”. */
export async function typeText({ keyboard }: Page, text: string): Promise<void> {
  if (text === '') await keyboard.press('Delete');
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) await keyboard.press('Shift+Enter');
    await keyboard.type(line);
  }
}
