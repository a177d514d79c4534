import type { Locator, Page } from 'playwright-core';

/** A button of exactly this name. */
export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}
