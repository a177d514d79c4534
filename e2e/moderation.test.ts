import { expect, test } from 'vitest';
import { isAccessible } from './support/accessibility.ts';
import { button } from './support/button.ts';
import type { Person } from './support/Person.ts';
import { popupOf } from './support/popup.ts';
import { useStage } from './support/Stage.ts';

const stage = useStage();

/** Ada makes a room, so that she moderates it. */
async function adaOpens(room: string): Promise<Person> {
  const ada = await stage.arriveNamed('Ada');
  await ada.openRoom(room);
  return ada;
}

/** By the menu of somebody’s tile. */
async function chooseAbout(person: Person, name: string, item: string): Promise<void> {
  await pressByKey(person, `Options for ${name}`);
  await pressByKey(person, item);
}

async function pressByKey({ page }: Person, name: string): Promise<void> {
  await button(page, name).focus();
  await page.keyboard.press('Enter');
}

/** The name of what has the focus, or what it is. */
function focusOf({ page }: Person): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.tagName ?? null;
  });
}

/** By the menu of a room. */
async function chooseOfRoom(person: Person, room: string, item: string): Promise<void> {
  await person.page.locator(`[data-room=${room}] a`).click({ button: 'right' });
  await person.page.getByRole('menuitem', { name: item }).click();
}

test('whoever is muted is silent, hears by whom, and speaks again; removed, stays out', async () => {
  const ada = await adaOpens('Lounge');
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await ben.turnOn('microphone');
  await ada.hears(ben);
  await chooseAbout(ada, 'Ben', 'Mute for everybody');
  await ben.shows('Ada muted you');
  await ben.hasOff('microphone');
  await Promise.all([ada.hearsNothingOf(ben), ada.findsTile(ben, { muted: true })]);
  // A mute of the other’s is one’s own from then on, and so is the way out of it.
  await ben.turnOn('microphone');
  await ada.hears(ben);

  // Only what one may do is offered.
  await ben.page.getByRole('button', { name: 'Options for Ada' }).click();
  await ben.shows('Full screen');
  expect(await ben.page.getByRole('button', { name: /Mute for|Remove|Ban/ }).count()).toBe(0);
  await ben.page.keyboard.press('Escape');

  await chooseAbout(ada, 'Ben', 'Ban from this room…');
  await ada.shows('Ban Ben from this room?');
  await isAccessible(ada.page, 'a ban that is not sure yet');
  await ada.page.keyboard.press('Escape');
  await popupOf(ada.page).waitFor({ state: 'detached' });
  expect(await focusOf(ada)).toBe('Options for Ben');

  await chooseAbout(ada, 'Ben', 'Remove from the call…');
  await ada.press('Remove');
  await ben.shows('You were removed from the call');
  await ada.isWith();
  expect(await ben.isCapturing('microphone')).toBe(false);
  await ben.tab.reload();
  await ben.shows('Lounge');
  await ada.seesRooms({ Lounge: [ada] });
  await ben.press('Join');
  await ada.isWith(ben);
});

test('whoever knocks waits, is let in by one click, and finds a locked door', async () => {
  const ada = await adaOpens('Lounge');
  await chooseOfRoom(ada, 'Lounge', 'Let people in one by one');
  const ben = await stage.arriveNamed('Ben');
  await ben.tab.clickTitle('Enter Lounge');
  await ben.shows('Waiting to be let into Lounge');
  await ben.shows('Somebody in there was told');
  await isAccessible(ben.page, 'waiting to be let in');
  await ada.shows('1 person waits to be let in');
  await isAccessible(ada.page, 'somebody waits, with the toast');
  await ben.press('Wait no more');
  await ada.showsNo('1 person waits to be let in');

  await ben.tab.clickTitle('Enter Lounge');
  await pressByKey(ada, 'Refuse Ben');
  await ben.shows('You were not let in');
  await isAccessible(ben.page, 'not let in');
  await ben.press('Try again');
  await pressByKey(ada, 'Let in Ben');
  await ben.isIn('Lounge');
  // The button is gone, and the keyboard goes on from the call.
  expect(await focusOf(ada)).toBe('MAIN');
  await ada.isWith(ben);

  await ben.leave();
  await chooseOfRoom(ada, 'Lounge', 'Lock: nobody new comes in');
  await ben.page.getByTitle('Locked: nobody new comes in').waitFor();
  await ben.tab.clickTitle('Enter Lounge');
  await ben.shows('The room is locked');
  await isAccessible(ben.page, 'a locked room');
});
