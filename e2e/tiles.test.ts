/** More people than there is room for: they stand on pages, and those out of sight cost nothing. */
import { expect, test } from 'vitest';
import { LANGUAGES } from '../packages/web/src/i18n/index.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const { call } = LANGUAGES.en;

/** Room for two tiles beside each other, and for none below them. */
const SMALL = { width: 340, height: 300 };

const stage = useStage();

test('pages of tiles are turned, and only those in sight are sent', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada', { camera: null });
  await ada.page.setViewportSize(SMALL);
  const others = [];
  for (const name of ['Ben', 'Cem', 'Dora']) {
    const other = await stage.arriveIn('Lounge', name);
    await other.turnOn('camera');
    others.push(other);
  }
  const names = others.map(({ name }) => name);
  const seen = new Set<string>();
  await ada.shows(call.pageOf(1, 2));
  for (const page of [1, 2]) {
    await ada.shows(call.pageOf(page, 2));
    const shown = await shownBy(ada);
    expect(shown.length, `people on page ${page}`).toBeLessThan(names.length);
    await ada.sees(...shown);
    await onlyTheseAreSent(ada, shown);
    for (const name of shown) seen.add(name);
    if (page === 1) await ada.press(call.nextPage);
  }
  expect([...seen].sort()).toEqual(names);

  await ada.page.keyboard.press('PageUp');
  await ada.shows(call.pageOf(1, 2));
  await onlyTheseAreSent(ada, await shownBy(ada));
});

/** Whose tiles stand on the page that is shown, without one's own. */
async function shownBy(person: Person): Promise<string[]> {
  const tiles = await person.tiles();
  return tiles.filter(({ own }) => !own).map(({ name }) => name);
}

/** Of the cameras, the server forwards these to somebody, and no other. */
async function onlyTheseAreSent(person: Person, names: string[]): Promise<void> {
  await until(`only the cameras of ${names.join(' and ')} are sent`, async () => {
    const { consumers, peers } = await stage.server.state();
    const nameOf = new Map(peers.map(({ peerId, name }) => [peerId, name]));
    const seen = consumers
      .filter(({ peerId, kind }) => nameOf.get(peerId) === person.name && kind === 'video')
      .filter(({ paused }) => !paused)
      .map(({ producerPeerId }) => nameOf.get(producerPeerId) ?? '');
    return { met: names.toSorted().join() === seen.toSorted().join(), seen };
  });
}
