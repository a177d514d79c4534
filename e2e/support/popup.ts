import type { Locator, Page } from 'playwright-core';

/** The window, popover or menu that lies on top; not a toast, which is no obstacle to anything. */
export function popupOf(page: Page): Locator {
  return page
    .locator(':is([role=dialog], [role=alertdialog], [role=menu]):not([aria-modal=false])')
    .last();
}
