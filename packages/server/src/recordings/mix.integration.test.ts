import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findChromium } from '../media/mixers/findChromium.ts';
import { colourAt, lengthOf, streamsOf, tonesAt } from '../testing/mediaFile.ts';
import { Performer } from '../testing/Performer.ts';
import { TestServer } from '../testing/TestServer.ts';
import { listed, pathOf, shown, stopped, whole } from './testing/watching.ts';

/** A small picture costs these tests little of the machine. */
const MIXING = { OTTOGI_CHROMIUM: '', OTTOGI_MIX: '320x180@10', OTTOGI_MAX_MIXERS: '1' };

const TONES = [440, 880];

// A browser starts, and seconds of real media go through it, on a machine that may be busy.
const TIMEOUT = { timeout: 120_000 };

let server: TestServer;
const performers: Performer[] = [];

afterEach(async () => {
  await Promise.all(performers.splice(0).map((performer) => performer.close()));
  await server.close();
});

async function perform(name: string, hertz: number, colour: string): Promise<Performer> {
  const performer = await Performer.join(await server.connect(), 'lounge', name);
  performers.push(performer);
  await performer.sing(hertz);
  await performer.wear(colour);
  return performer;
}

async function mixerPid(): Promise<number | null> {
  return (await server.state()).rooms[0]?.mixer?.pid ?? null;
}

const isRed = ([red = 0, , blue = 0]: number[]) => red > 150 && blue < 80;
const isBlue = ([red = 0, , blue = 0]: number[]) => blue > 150 && red < 80;

/** Where two people stand in the picture. */
const [LEFT, RIGHT] = [[0.25, 0.5] as const, [0.75, 0.5] as const];

test('the mix is in one file: everybody in the picture and in the sound', TIMEOUT, async () => {
  server = await TestServer.start(MIXING);
  const ada = await perform('Ada', 440, 'red');
  // Whoever listens to the mix is not in the sound of it that others hear, and in this one all the same.
  await ada.client.ask('setDownlink', { downlink: 'mix' });

  const { roomId } = ada;
  const { recording } = await ada.client.ask('startRecording', { roomId, kind: 'mix' });
  const { since, recordingId } = recording;
  const folder = join(server.dataDir, 'recordings', recordingId);
  const aloneMs = (await shown(folder, 1, isRed, RIGHT)) - since;
  await perform('Bob', 880, 'blue');
  const bothMs = (await shown(folder, 1, isBlue, RIGHT)) - since;
  const { files: growing } = (await listed(ada)).recordings[0]!;
  expect(growing.map((file) => file.whole)).toEqual([false]);
  await stopped(server, ada);

  const { kind, files, endedAt } = (await listed(ada)).recordings[0]!;
  expect(kind).toBe('mix');
  expect(files).toHaveLength(1);
  const { content, whole: isWhole } = files[0]!;
  expect(isWhole).toBe(true);
  expect(content?.source).toBe('mix');
  const path = pathOf(server, recordingId, files[0]!);
  expect(path).toMatch(/\.webm$/);
  expect((await streamsOf(path)).sort()).toEqual(['audio opus', 'video vp8']);
  const seconds = await lengthOf(path);
  expect(Math.abs(seconds * 1000 - content!.lengthMs)).toBeLessThan(20);
  const endedMs = content!.beganMs + seconds * 1000;
  expect(Math.abs(endedMs - (endedAt! - since))).toBeLessThan(1_000);
  // Ada alone, and in the whole picture; then both, beside each other.
  const [alone, both] = [aloneMs, bothMs].map((atMs) => (atMs - content!.beganMs) / 1000) as [
    number,
    number,
  ];
  expect(await tonesAt(path, alone, TONES)).toEqual([440]);
  for (const place of [LEFT, RIGHT]) expect(isRed(await colourAt(path, alone, place))).toBe(true);
  expect(await tonesAt(path, both, TONES)).toEqual(TONES);
  expect(isRed(await colourAt(path, both, LEFT))).toBe(true);
  expect(isBlue(await colourAt(path, both, RIGHT))).toBe(true);
  // Nobody needs the mixer any more but Ada, and after her nobody.
  await ada.client.ask('setDownlink', { downlink: 'tiles' });
  server.clock.advance(10_000);
  await expect.poll(mixerPid).toBeNull();
});

/** A Chromium that can be broken: then each one that is started ends at once. */
async function breakable(): Promise<{
  path: string;
  break(): Promise<void>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'ottogi-breakable-'));
  const [path, mark] = [join(folder, 'chromium'), join(folder, 'broken')];
  await writeFile(path, `#!/bin/sh\n[ -e ${mark} ] && exit 1\nexec ${findChromium(null)} "$@"\n`);
  await chmod(path, 0o700);
  return {
    path,
    break: () => writeFile(mark, ''),
    remove: () => rm(folder, { recursive: true }),
  };
}

test(
  'a mixer that dies leaves what was written, and the next goes on; without a next it is over',
  TIMEOUT,
  async ({ onTestFinished }) => {
    const chromium = await breakable();
    onTestFinished(() => chromium.remove());
    server = await TestServer.start({ ...MIXING, OTTOGI_CHROMIUM: chromium.path });
    const ada = await perform('Ada', 440, 'red');
    const { roomId } = ada;
    const { recording } = await ada.client.ask('startRecording', { roomId, kind: 'mix' });
    const { recordingId, since } = recording;
    const folder = join(server.dataDir, 'recordings', recordingId);
    const firstMs = (await shown(folder, 1, isRed)) - since;
    process.kill((await mixerPid())!, 'SIGKILL');
    const secondMs = (await shown(folder, 2, isRed)) - since;
    await chromium.break();
    const lostMs = Date.now() - since;
    process.kill((await mixerPid())!, 'SIGKILL');
    await whole(server);

    const { files, endReason } = (await listed(ada)).recordings[0]!;
    expect(endReason).toBe('mixerLost');
    expect(files.map(({ file }) => file)).toEqual(['mix.webm']);
    const path = pathOf(server, recordingId, files[0]!);
    const endedMs = files[0]!.content!.beganMs + (await lengthOf(path)) * 1000;
    expect(Math.abs(endedMs - lostMs)).toBeLessThan(1_000);
    for (const atMs of [firstMs, secondMs]) {
      const at = (atMs - files[0]!.content!.beganMs) / 1000;
      expect(await tonesAt(path, at, TONES)).toEqual([440]);
      expect(isRed(await colourAt(path, at))).toBe(true);
    }
  },
);

test('where there is no mixer it is refused, and nothing is kept', async () => {
  server = await TestServer.start();
  const client = await server.connect();
  const { roomId } = await client.join('lounge', 'Ada');
  expect(await client.errorOf('startRecording', { roomId, kind: 'mix' })).toBe('mixerUnavailable');
  expect((await listed({ client, roomId })).recordings).toEqual([]);
  // Another kind can be had.
  await client.ask('startRecording', { roomId });
  await client.ask('stopRecording', { roomId });
  await whole(server);
});
