import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How it is called by those who package it: the small one without a window first. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

/** What to do where there is none. */
export const CHROMIUM_MEND = 'sudo apt-get install -y --no-install-recommends chromium';

/**
 * The Chromium that mixes.
 * @param setting Its path, or `off`; null to look for one.
 * @returns Null where there is none, or is to be none.
 */
export function findChromium(
  setting: string | null,
  path: string = process.env.PATH ?? '',
): string | null {
  if (setting === 'off') return null;
  if (setting !== null) return isProgram(setting) ? setting : null;
  const folders = path.split(delimiter).filter(Boolean);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
