import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RecordingKind } from '@ottogi/protocol';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { colourAt, lengthOf, toneAt } from '../testing/mediaFile.ts';
import { Performer } from '../testing/Performer.ts';
import { SupervisedServer } from '../testing/SupervisedServer.ts';
import { readManifest } from './Manifest.ts';
import { shown } from './testing/watching.ts';

const ADA = { secret: 'ada-has-a-secret-of-128-bits' };
const RECORDED_MS = 4_000;

/** A small picture costs little of the machine. */
const MIXING = { OTTOGI_MIX: '320x180@10' };

// A whole server that starts twice, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

/** What a test opened, however far it came. */
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
});

/** Processes whose command line names this. */
async function processesWith(text: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('pgrep', ['-f', text]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter(Boolean).map(Number);
}

/** Ada's voice and picture are recorded from now on. */
async function record(kind: RecordingKind) {
  const server = await SupervisedServer.start(MIXING);
  opened.push(server);
  const ada = await Performer.join(await server.connect(ADA), 'lounge', 'Ada');
  opened.push(ada);
  await ada.sing(440);
  await ada.wear('red');
  const { roomId, client } = ada;
  const { recording } = await client.ask('startRecording', { roomId, kind });
  const { recordingId, since } = recording;
  const folder = join(server.dataDir, 'recordings', recordingId);
  return { server, ada, roomId, recordingId, since, folder };
}

const isRed = ([red = 0]: number[]) => red > 200;

type Recorded = Awaited<ReturnType<typeof record>>;

/** Resolves to when the server was killed and what was found after it, when all was put right. */
async function kill({ server, ada, roomId, recordingId, since, folder }: Recorded) {
  const pid = await server.serverPid();
  // On a busy machine those who perform are late themselves.
  const sentMs = Math.min(...ada.sentAt()) - since;
  process.kill(pid, 'SIGKILL');
  const killedMs = Date.now() - since;
  await eventually('nobody writes', async () => (await processesWith(recordingId)).length === 0);
  const again = await server.connectAgain(ADA);
  expect(again.welcome.rooms.find((room) => room.roomId === roomId)?.recording).toBeNull();
  const list = async () => (await again.ask('getRecordings', { roomId })).recordings[0]!;
  expect(await list()).toMatchObject({ recordingId, endReason: 'serverLost' });
  await eventually('it is put right', async () => (await readManifest(folder)).endedAt !== null);
  const { files, endedAt } = await list();
  expect(Math.abs(endedAt! - since - killedMs)).toBeLessThan(1_000);
  for (const { file, content } of files) {
    // It knows its length again, as one that was ended in peace.
    expect(Math.abs((await lengthOf(join(folder, file))) * 1000 - content!.lengthMs)).toBeLessThan(
      20,
    );
    const endedMs = content!.beganMs + content!.lengthMs;
    expect(endedMs).toBeGreaterThan(sentMs - 1_000);
    expect(endedMs).toBeLessThan(killedMs + 1_000);
  }
  return files;
}

test(
  'a server that is killed leaves files that play, and nobody who writes on',
  TIMEOUT,
  async () => {
    const recorded = await record('sources');
    const { folder } = recorded;
    await eventually(
      'both are written',
      async () => (await readManifest(folder)).files.length === 2,
    );
    const writtenSince = Date.now();
    await eventually('it has run', async () => Date.now() - writtenSince >= RECORDED_MS);
    const files = await kill(recorded);
    expect(files).toHaveLength(2);
    for (const { file, content } of files) {
      const path = join(folder, file);
      if (content!.source === 'microphone') expect(await toneAt(path, 2, [440], 1)).toBe(440);
      else expect(isRed(await colourAt(path, 1))).toBe(true);
    }
  },
);

test(
  'one that is killed while it records a mix leaves one file, whatever became of its mixer',
  TIMEOUT,
  async () => {
    const recorded = await record('mix');
    const { folder, since } = recorded;
    const firstMs = (await shown(folder, 1, isRed)) - since;
    // The first of its processes; with it the others go.
    const [mixer] = await processesWith(`ottogi-mixer-${await recorded.server.serverPid()}-`);
    process.kill(mixer!, 'SIGKILL');
    const secondMs = (await shown(folder, 2, isRed)) - since;
    const [mix, ...others] = await kill(recorded);
    expect(others).toEqual([]);
    expect(mix).toMatchObject({ file: 'mix.webm', content: { source: 'mix' } });
    const path = join(folder, mix!.file);
    for (const atMs of [firstMs, secondMs]) {
      const at = (atMs - mix!.content!.beganMs) / 1000;
      expect(await toneAt(path, at, [440])).toBe(440);
      expect(isRed(await colourAt(path, at))).toBe(true);
    }
  },
);
