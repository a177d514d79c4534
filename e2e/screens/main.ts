/**
 * npm run screens [-- en] [-- ko]: takes a picture of every screen, in each language and theme, into
 * docs/screens/<screen>.<language>.<theme>.webp. A picture that is not worth taking (an element that
 * does not come) ends the run.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { LANGUAGES, type Language } from '../../packages/web/src/i18n/index.ts';
import { animationsEnd } from '../support/animations.ts';
import { Company } from './Company.ts';
import { takeDoors } from './doors.ts';
import { takeHouse } from './house.ts';
import { takeScreens } from './story.ts';
import type { Take } from './Take.ts';
import { takeConnectionLost, takeMediaLost, takeRestart } from './troubles.ts';
import { toWebp } from './webp.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const THEMES = ['light', 'dark'] as const;

const wanted = process.argv.slice(2).filter((name): name is Language => name in LANGUAGES);
const languages = wanted.length > 0 ? wanted : (Object.keys(LANGUAGES) as Language[]);

if (wanted.length === 0) await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
/** Each in a place of its own: some end with its death. */
const ACTS = [takeScreens, takeDoors, takeHouse, takeConnectionLost, takeMediaLost, takeRestart];

for (const language of languages) {
  for (const act of ACTS) await perform(act, language);
}

async function perform(act: (typeof ACTS)[number], language: Language): Promise<void> {
  const company = await Company.gather(language);
  const takeIn: Take = (page, screen) => take(page, `${screen}.${language}`);
  try {
    await act(company, takeIn);
  } finally {
    await company.close();
  }
}

async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await animationsEnd(page);
    const picture = await toWebp(page.context().browser()!, await page.screenshot());
    await writeFile(`${FOLDER}${name}.${colorScheme}.webp`, picture);
  }
  process.stdout.write(`✓ ${name}\n`);
}
