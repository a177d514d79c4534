import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { colourAt, lengthOf, toneAt } from '../testing/mediaFile.ts';
import { Performer } from '../testing/Performer.ts';
import { SupervisedServer } from '../testing/SupervisedServer.ts';
import { readManifest } from './Manifest.ts';

const ADA = { secret: 'ada-has-a-secret-of-128-bits' };
const RECORDED_MS = 4_000;

// A whole server that starts twice, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

let server: SupervisedServer;
let ada: Performer;

afterEach(async () => {
  await ada.close();
  await server.close();
});

/** Processes whose command line names this. */
async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('pgrep', ['-f', text]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter(Boolean);
}

test(
  'a server that is killed leaves files that play, and nobody who writes on',
  TIMEOUT,
  async () => {
    server = await SupervisedServer.start();
    ada = await Performer.join(await server.connect(ADA), 'lounge', 'Ada');
    await ada.sing(440);
    await ada.wear('red');
    const { roomId, client } = ada;
    const { recording } = await client.ask('startRecording', { roomId });
    const { recordingId, since } = recording;
    const folder = join(server.dataDir, 'recordings', recordingId);
    await eventually(
      'both are written',
      async () => (await readManifest(folder)).files.length === 2,
    );
    const writtenSince = Date.now();
    await eventually('it has run', async () => Date.now() - writtenSince >= RECORDED_MS);

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
    expect(files).toHaveLength(2);
    for (const { file, content } of files) {
      const path = join(folder, file);
      // It knows its length again, as one that was ended in peace.
      expect(Math.abs((await lengthOf(path)) * 1000 - content!.lengthMs)).toBeLessThan(20);
      const endedMs = content!.beganMs + content!.lengthMs;
      expect(endedMs).toBeGreaterThan(sentMs - 1_000);
      expect(endedMs).toBeLessThan(killedMs + 1_000);
      if (content!.source === 'microphone') expect(await toneAt(path, 2, [440], 1)).toBe(440);
      else expect((await colourAt(path, 1))[0]).toBeGreaterThan(200);
    }
  },
);
