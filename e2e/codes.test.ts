/** Two who are connected directly find out whether the server stands in between. */
import { expect, test } from 'vitest';
import { isAccessible } from './support/accessibility.ts';
import { button } from './support/button.ts';
import type { Person } from './support/Person.ts';
import { popupOf } from './support/popup.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const stage = useStage();

async function pressByKey({ page }: Person, name: string): Promise<void> {
  await button(page, name).focus();
  await page.keyboard.press('Enter');
}

/** By the menu of somebody’s tile; the dialog is open then. */
async function codeWith(person: Person, other: string): Promise<string> {
  await pressByKey(person, `Options for ${other}`);
  await pressByKey(person, 'Compare codes…');
  return until(`${person.name} sees the code`, async () => {
    const seen = await popupOf(person.page).getByLabel(other).getByRole('status').textContent();
    return { met: /^\d{5}( \d{5}){5}$/.test(seen ?? ''), seen: seen ?? '' };
  });
}

/** What the badge beside the room's name says. */
async function isCalled({ name, page }: Person, badge: string): Promise<void> {
  await until(`the badge of ${name} says ${badge}`, async () => {
    const seen = await page.locator('[data-topology=mesh]').getAttribute('aria-label');
    return { met: seen === badge, seen };
  });
}

test('it is called encrypted from end to end once the codes were compared, and while they hold', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada', { topology: 'mesh' });
  const ben = await stage.arriveIn('Lounge', 'Ben', { topology: 'mesh' });
  await Promise.all([ada, ben].map((person) => isCalled(person, 'Connected directly')));
  const code = await codeWith(ada, 'Ben');
  expect(await codeWith(ben, 'Ada')).toBe(code);
  await isAccessible(ada.page, 'the code');
  const same = ada.page.getByRole('switch', { name: 'It is the same for both of us' });
  await same.press('Space');
  await isCalled(ada, 'End-to-end encrypted');
  // Of what Ada found out Ben knows nothing.
  await isCalled(ben, 'Connected directly');
  await same.press('Space');
  await isCalled(ada, 'Connected directly');
  await same.press('Space');
  await isCalled(ada, 'End-to-end encrypted');
  await ben.tab.reload();
  await ben.isIn('Lounge');
  await isCalled(ada, 'Connected directly');
  expect(await same.getAttribute('aria-checked')).toBe('false');
});
