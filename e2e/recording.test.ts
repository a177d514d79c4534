import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TopologyName } from '@ottogi/protocol';
import type { Download } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  colourAt,
  lengthOf,
  loudnessAt,
  streamsOf,
} from '../packages/server/src/testing/mediaFile.ts';
import { clapsOf, lagOf } from '../packages/server/src/testing/claps.ts';
import { isAccessible } from './support/accessibility.ts';
import { installClapper } from './support/clapper.ts';
import type { Person } from './support/Person.ts';
import { popupOf } from './support/popup.ts';
import { type Stage, useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const RECORDED_MS = 6_000;

// Two people, a third at the door, and programs beside them, on a machine that may be busy.
const TIMEOUT = { timeout: 300_000 };

/** By the menu of a room, with the keyboard alone. */
async function chooseOfRoom(person: Person, room: string, item: string): Promise<void> {
  const { page } = person;
  await openMenuOf(person, room);
  await page.getByRole('menuitem', { name: item }).focus();
  await page.keyboard.press('Enter');
}

async function openMenuOf({ page }: Person, room: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${room}` }).focus();
  await page.keyboard.press('Enter');
}

/** What stands in the header of the call about a recording; null where nothing does. */
function markOf({ tab }: Person): Promise<string | null> {
  return tab.evaluate(
    () => document.querySelector('main header [data-recording]')?.textContent ?? null,
  );
}

async function seesMark(person: Person, expected: RegExp | null): Promise<void> {
  await until(`${person.name} sees the mark ${expected}`, async () => {
    const seen = await markOf(person);
    return { met: expected === null ? seen === null : expected.test(seen ?? ''), seen };
  });
}

/** Downloads what a link of the open dialog leads to. */
async function fetched({ page }: Person, link: RegExp, folder: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  const download: Download = await downloading;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Resolves when so many files are written, and have been for a while: since when, in ms. */
async function written({ server }: Stage, count: number): Promise<number> {
  await until(`${count} files are written`, async () => {
    const { recordings } = await server.state();
    const seen = recordings.flatMap(({ files }) => files);
    return { met: seen.filter(({ state }) => state === 'writing').length === count, seen };
  });
  const since = Date.now();
  await until('it has run for a while', async () => {
    const seen = Date.now() - since;
    return { met: seen >= RECORDED_MS, seen };
  });
  return since;
}

/** Fetches what there is of Ada in red and Ben in blue: so long, to be heard, and of their colour. */
async function fetchesBoth(ada: Person, { leastS, mostS }: Record<'leastS' | 'mostS', number>) {
  const folder = await mkdtemp(join(tmpdir(), 'ottogi-fetched-'));
  try {
    for (const [name, colour] of [
      ['Ada', 'red'],
      ['Ben', 'blue'],
    ] as const) {
      const voice = await fetched(ada, new RegExp(`^${name} · Voice`), folder);
      expect(await streamsOf(voice)).toEqual(['audio opus']);
      expect(await lengthOf(voice)).toBeGreaterThan(leastS);
      expect(await lengthOf(voice)).toBeLessThan(mostS);
      expect(await loudnessAt(voice, 1, 3)).toBeGreaterThan(0.01);
      const camera = await fetched(ada, new RegExp(`^${name} · Camera`), folder);
      expect(await lengthOf(camera)).toBeGreaterThan(leastS);
      expect(await lengthOf(camera)).toBeLessThan(mostS);
      const [red = 0, , blue = 0] = await colourAt(camera, 3);
      expect(colour === 'red' ? red - blue : blue - red).toBeGreaterThan(50);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function twoTalk(stage: Stage): Promise<[Person, Person]> {
  const ada = await stage.arriveNamed('Ada', { camera: 'red' });
  await ada.openRoom('Lounge');
  const ben = await stage.arriveIn('Lounge', 'Ben', { camera: 'blue' });
  await ada.turnOn('microphone', 'camera');
  await ben.turnOn('microphone', 'camera');
  await Promise.all([ada.sees(ben), ben.sees(ada), ada.hears(ben)]);
  return [ada, ben];
}

describe('over the server', () => {
  const stage = useStage();

  test(
    'everybody sees that the room is recorded; each voice and picture can be fetched, and deleted',
    TIMEOUT,
    async () => {
      const [ada, ben] = await twoTalk(stage);
      const since = Date.now();
      await chooseOfRoom(ada, 'Lounge', 'Record the room');
      await ben.shows('Ada is recording from now on');
      await Promise.all([seesMark(ada, /Recording\d:\d\d/), seesMark(ben, /Recording\d:\d\d/)]);
      await isAccessible(ben.page, 'a call that is recorded');
      const door = await stage.arrive('Cid', { camera: null, path: '/r/Lounge' });
      await door.shows('Ada is recording this room');
      await door.shows('Being recorded');
      await isAccessible(door.page, 'the door of a room that is recorded');
      // Whoever does not moderate can neither end it nor look at what was recorded.
      await openMenuOf(ben, 'Lounge');
      await ben.page.getByRole('menuitem', { name: 'Open chat' }).waitFor();
      expect(await ben.page.getByRole('menuitem', { name: /ecord/ }).count()).toBe(0);
      await ben.page.keyboard.press('Escape');

      const allSince = await written(stage, 4);
      // The list says what is still being written, and offers it as soon as it is whole.
      await chooseOfRoom(ada, 'Lounge', 'Recordings…');
      await ada.shows('Recordings of Lounge');
      await ada.page.getByText('4 files').click();
      await ada.shows('Being written');
      const leastS = (Date.now() - allSince) / 1000 - 1;
      await ada.press('Stop');
      await ben.shows('Recording is over');
      const mostS = (Date.now() - since) / 1000 + 1;
      await Promise.all([seesMark(ada, null), seesMark(ben, null)]);
      await fetchesBoth(ada, { leastS, mostS });
      await isAccessible(ada.page, 'the recordings of a room');

      await ada.page.getByRole('button', { name: /^Delete the recording of/ }).click();
      await ada.shows('Delete this recording?');
      await ada.press('Delete for good');
      await ada.shows('Nothing has been recorded here yet.');
      await ada.page.keyboard.press('Escape');
      await popupOf(ada.page).waitFor({ state: 'detached' });
    },
  );
});

describe('from peer to peer', () => {
  const stage = useStage({ OTTOGI_TOPOLOGY: 'auto' });

  async function isIn(topology: TopologyName): Promise<void> {
    await until(`the room is ${topology}`, async () => {
      const [room] = (await stage.server.state()).rooms;
      return { met: room?.topology === topology, seen: room };
    });
  }

  test(
    'two move over the server to be recorded, see and hear each other on, and move back',
    TIMEOUT,
    async () => {
      const [ada, ben] = await twoTalk(stage);
      await isIn('mesh');
      const since = Date.now();
      await chooseOfRoom(ada, 'Lounge', 'Record the room');
      await ben.shows('Ada is recording from now on');
      await isIn('sfu');
      await Promise.all([ada.sees(ben), ben.sees(ada), ada.hears(ben), ben.hears(ada)]);
      const allSince = await written(stage, 4);
      const leastS = (Date.now() - allSince) / 1000 - 1;
      await chooseOfRoom(ada, 'Lounge', 'Stop recording');
      await ben.shows('Recording is over');
      const mostS = (Date.now() - since) / 1000 + 1;
      await isIn('mesh');
      await Promise.all([ada.sees(ben), ben.sees(ada), ada.hears(ben), ben.hears(ada)]);
      await chooseOfRoom(ada, 'Lounge', 'Recordings…');
      await ada.page.getByText('4 files').click();
      await fetchesBoth(ada, { leastS, mostS });
      expect(await ben.alerts()).toEqual([]);
    },
  );
});

describe('as one video', () => {
  const stage = useStage({ OTTOGI_MIX: '320x180@25' });

  test(
    'the menu begins it, everybody sees it, and what is fetched sounds when it shows',
    TIMEOUT,
    async () => {
      const ada = await stage.arrive('Ada', { path: null });
      await ada.page.addInitScript(installClapper);
      await ada.visit('/r/Lounge?name=Ada&join=1&topology=sfu');
      await ada.isIn('Lounge');
      await ada.turnOn('microphone', 'camera');
      await chooseOfRoom(ada, 'Lounge', 'Record as one video');
      await ada.shows('The recording is about to begin');
      await seesMark(ada, /Recording one video\d:\d\d/);
      const since = await written(stage, 1);
      await chooseOfRoom(ada, 'Lounge', 'Recordings…');
      await ada.page.getByText('1 file').click();
      await isAccessible(ada.page, 'the recordings of a room while it is recorded as one video');
      const leastS = (Date.now() - since) / 1000;
      await ada.press('Stop');
      const folder = await mkdtemp(join(tmpdir(), 'ottogi-fetched-'));
      try {
        const video = await fetched(ada, /^Everybody, picture and sound/, folder);
        expect((await streamsOf(video)).sort()).toEqual(['audio opus', 'video vp8']);
        expect(Math.abs((await lengthOf(video)) - leastS)).toBeLessThan(1.5);
        const claps = await clapsOf(video);
        expect(Math.min(claps.seen.length, claps.heard.length)).toBeGreaterThan(1);
        // A tenth of a second at rest; of a machine whose cores are all busy this is kind.
        expect(Math.abs(lagOf(claps))).toBeLessThan(250);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
