/** A file goes from one person's page to another's, and is the same there. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { isAccessible } from './support/accessibility.ts';
import { button } from './support/button.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

const stage = useStage();

/** More than one block that is read at once, and no multiple of a part. */
const BYTES = Buffer.from(Array.from({ length: 1_100_007 }, (_, at) => (at * 7919) % 256));

async function pressByKey({ page }: Person, name: string): Promise<void> {
  await button(page, name).focus();
  await page.keyboard.press('Enter');
}

/** By the menu of somebody’s tile. */
async function send(person: Person, to: string, name: string): Promise<void> {
  await pressByKey(person, `Options for ${to}`);
  const choosing = person.page.waitForEvent('filechooser');
  await pressByKey(person, 'Send a file…');
  const chooser = await choosing;
  await chooser.setFiles([{ name, mimeType: 'image/jpeg', buffer: BYTES }]);
}

async function save({ page }: Person, name: string): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: `Save ${name}` }).press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(name);
  return readFile(await download.path());
}

async function hasNoFiles({ name, page }: Person): Promise<void> {
  await until(`${name} has no files`, async () => {
    const seen = await page.getByRole('region', { name: 'Files' }).count();
    return { met: seen === 0, seen };
  });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test.each(['mesh', 'sfu'] as const)('%s: offered, accepted, and saved as it was', async (rule) => {
  const ada = await stage.arriveIn('Lounge', 'Ada', { topology: rule });
  const ben = await stage.arriveIn('Lounge', 'Ben', { topology: rule });
  await until(`the room is ${rule}`, async () => {
    const { rooms, links } = await stage.server.state();
    const connected = rule === 'sfu' || links.some(({ state }) => state === 'connected');
    return { met: rooms[0]?.topology === rule && connected, seen: { rooms, links } };
  });
  await send(ada, 'Ben', 'photo.jpg');
  await ada.shows('Waiting for Ben to accept…');
  await ben.shows('Ada wants to send you photo.jpg (1.1 MB)');
  await isAccessible(ben.page, 'an offered file');
  await pressByKey(ben, 'Accept photo.jpg');
  await ben.shows('All of it came from Ada.');
  await ada.shows('Ben has all of it.');
  expect(sha256(await save(ben, 'photo.jpg'))).toBe(sha256(BYTES));
  if (rule === 'mesh') expect((await stage.server.state()).dataProducers).toEqual([]);
  for (const person of [ada, ben]) await pressByKey(person, 'Take photo.jpg off the list');
  await Promise.all([ada, ben].map(hasNoFiles));

  await send(ben, 'Ada', 'again.jpg');
  await pressByKey(ada, 'Refuse again.jpg');
  await ben.shows('Ada does not want it.');
  await hasNoFiles(ada);
});
