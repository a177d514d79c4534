import type { Page } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Takes a picture of what the page shows now. */
export type Take = (page: Page, screen: string) => Promise<void>;
