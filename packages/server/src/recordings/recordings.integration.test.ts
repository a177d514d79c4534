import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedFile } from '@ottogi/protocol';
import { afterEach, expect, test } from 'vitest';
import { Performer } from '../testing/Performer.ts';
import { eventually } from '../testing/eventually.ts';
import { colourAt, lengthOf, packetTimes, streamsOf, toneAt } from '../testing/mediaFile.ts';
import type { TestClient } from '../testing/TestClient.ts';
import { NOTHING, TestServer } from '../testing/TestServer.ts';
import { UNCONNECTED } from '../testing/unlimited.ts';
import { listed, pathOf, stopped, whole, writing, written } from './testing/watching.ts';

const TONES = [440, 880];

// Seconds of real media, on a machine that may be busy.
const TIMEOUT = { timeout: 90_000 };

let server: TestServer;
const performers: Performer[] = [];

afterEach(async () => {
  await Promise.all(performers.splice(0).map((performer) => performer.close()));
  await server.close();
});

async function perform(name: string, client?: TestClient): Promise<Performer> {
  const performer = await Performer.join(client ?? (await server.connect()), 'lounge', name);
  performers.push(performer);
  return performer;
}

/** Resolves after so many ms of the recording's own time. */
async function passed(ms: number): Promise<void> {
  const from = Date.now();
  await eventually(`${ms} ms pass`, async () => Date.now() - from >= ms);
}

function of(files: RecordedFile[], { peerId }: Performer, source: string): RecordedFile[] {
  return files.filter(({ content }) => content?.peerId === peerId && content.source === source);
}

test(
  'each source is in a file of its own, as long as it was shown, and where it belongs in time',
  TIMEOUT,
  async () => {
    server = await TestServer.start();
    const ada = await perform('Ada');
    const bob = await perform('Bob');
    await ada.sing(440);
    await ada.wear('red');
    const { roomId } = ada;

    const { recording } = await ada.client.ask('startRecording', { roomId });
    const { since, recordingId } = recording;
    // Who comes later, or stands at the door, sees it too.
    const seen = (await server.connect()).welcome.rooms.find((room) => room.roomId === roomId);
    expect(seen?.recording).toEqual(recording);
    expect(recording.by.name).toBe('Ada');
    await written(server, recordingId, 2, 1_000);
    const bobComesMs = Date.now() - since;
    await bob.sing(880);
    await bob.wear('blue');
    await written(server, recordingId, 4, 1_500);
    const growing = (await listed(ada)).recordings[0]!.files;
    expect(growing.map((file) => file.whole)).toEqual([false, false, false, false]);
    const bobWasThereMs = Date.now() - since;
    const muted = [Date.now() - since];
    await ada.mute();
    muted.push(Date.now() - since);
    await passed(1_500);
    const unmuted = [Date.now() - since];
    await ada.unmute();
    unmuted.push(Date.now() - since);
    await passed(1_500);
    // On a busy machine those who perform are late themselves.
    const sentMs = Math.min(...[ada, bob].flatMap((each) => each.sentAt())) - since;
    const ended = [Date.now() - since];
    await ada.client.ask('stopRecording', { roomId });
    ended.push(Date.now() - since);
    await whole(server);

    const { recordings } = await listed(ada);
    expect(recordings).toHaveLength(1);
    const { files, endReason, endedAt } = recordings[0]!;
    expect(endReason).toBe('stopped');
    expect(endedAt! - since).toBeGreaterThanOrEqual(ended[0]!);
    expect(endedAt! - since).toBeLessThanOrEqual(ended[1]!);
    expect(files).toHaveLength(4);
    const [adaSound, adaPicture, bobSound, bobPicture] = [
      ...of(files, ada, 'microphone'),
      ...of(files, ada, 'camera'),
      ...of(files, bob, 'microphone'),
      ...of(files, bob, 'camera'),
    ];
    for (const file of [adaSound!, adaPicture!, bobSound!, bobPicture!]) {
      const { beganMs, lengthMs: fileMs } = file.content!;
      expect(file.whole).toBe(true);
      const path = pathOf(server, recordingId, file);
      const seconds = await lengthOf(path);
      expect(Math.abs(seconds * 1000 - fileMs)).toBeLessThan(20);
      expect(beganMs + fileMs).toBeGreaterThan(sentMs - 1_000);
      expect(beganMs + fileMs).toBeLessThan(ended[1]! + 1_000);
      const kind = file.content?.source === 'camera' ? 'video vp8' : 'audio opus';
      expect(await streamsOf(path)).toEqual([kind]);
    }
    expect(bobSound!.content!.beganMs).toBeGreaterThan(bobComesMs);
    expect(bobSound!.content!.beganMs).toBeLessThan(bobWasThereMs);

    const inFile = (file: RecordedFile, atMs: number) => (atMs - file.content!.beganMs) / 1000;
    const adaPath = pathOf(server, recordingId, adaSound!);
    expect(await toneAt(adaPath, inFile(adaSound!, muted[0]! - 1_200), TONES, 1)).toBe(440);
    expect(await toneAt(adaPath, inFile(adaSound!, unmuted[1]! + 300), TONES, 1)).toBe(440);
    expect(await toneAt(pathOf(server, recordingId, bobSound!), 0.3, TONES, 1)).toBe(880);
    const [red] = await colourAt(pathOf(server, recordingId, adaPicture!), 1);
    const [, , blue] = await colourAt(pathOf(server, recordingId, bobPicture!), 1);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeGreaterThan(200);

    // Muted it holds nothing, for as long as that was, and at its place.
    const times = await packetTimes(adaPath);
    const gap = times.flatMap((time, at) => {
      const before = times[at - 1] ?? time;
      return time - before > 1 ? [{ from: before, to: time }] : [];
    });
    expect(gap).toHaveLength(1);
    const { from, to } = gap[0]!;
    expect(from).toBeGreaterThan(inFile(adaSound!, muted[0]!) - 0.1);
    expect(from).toBeLessThan(inFile(adaSound!, muted[1]!) + 0.1);
    expect(to).toBeGreaterThan(inFile(adaSound!, unmuted[0]!) - 0.1);
    expect(to).toBeLessThan(inFile(adaSound!, unmuted[1]!) + 0.1);
  },
);

test('what writes a file may be killed: it plays, and another one goes on', TIMEOUT, async () => {
  server = await TestServer.start();
  const ada = await perform('Ada');
  await ada.sing(440);
  const { roomId } = ada;
  const { recording } = await ada.client.ask('startRecording', { roomId });
  await written(server, recording.recordingId, 1, 1_500);
  const killed = execFileSync('pgrep', ['-f', `${recording.recordingId}/1-microphone.webm`])
    .toString()
    .trim()
    .split('\n')
    .map(Number);
  for (const pid of killed) {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (name.trim() === 'ffmpeg') process.kill(pid, 'SIGKILL');
  }
  await expect
    .poll(async () => (await server.state()).recordings[0]?.files)
    .toMatchObject([{ file: '2-microphone.webm', state: 'writing' }]);
  await passed(1_500);
  await stopped(server, ada);

  const { files } = (await listed(ada)).recordings[0]!;
  expect(files).toHaveLength(2);
  for (const file of files) {
    const path = pathOf(server, recording.recordingId, file);
    expect(await toneAt(path, 0, TONES, 1)).toBe(440);
    expect(Math.abs((await lengthOf(path)) * 1000 - file.content!.lengthMs)).toBeLessThan(20);
  }
  const [first, second] = files.map(({ content }) => content!);
  expect(first!.lengthMs).toBeGreaterThan(1_000);
  expect(second!.beganMs).toBeGreaterThan(first!.beganMs + first!.lengthMs - 20);
});

test(
  'a worker may die: what it carried is whole, and what comes after it is recorded too',
  TIMEOUT,
  async () => {
    server = await TestServer.start();
    const ada = await perform('Ada');
    await ada.sing(440);
    await ada.wear('red');
    const { roomId } = ada;
    const { recording } = await ada.client.ask('startRecording', { roomId });
    await written(server, recording.recordingId, 2, 1_500);
    const [pid] = await server.workerPids();
    process.kill(pid!, 'SIGKILL');
    await ada.client.next('mediaLost');
    await expect.poll(() => server.workerPids()).not.toContain(pid);
    await expect.poll(async () => (await server.workerPids())[0]).toBeGreaterThan(0);
    await ada.renew();
    await writing(server, 2);
    await passed(1_500);
    await stopped(server, ada);

    const { files } = (await listed(ada)).recordings[0]!;
    const ofSource = (source: string) => files.filter(({ content }) => content?.source === source);
    expect([ofSource('microphone').length, ofSource('camera').length]).toEqual([2, 2]);
    for (const file of files) {
      const path = pathOf(server, recording.recordingId, file);
      // A camera begins with a key frame, of which these send one a second.
      expect(await lengthOf(path)).toBeGreaterThan(0.3);
      if (file.content?.source === 'microphone') expect(await toneAt(path, 0, TONES, 1)).toBe(440);
      else expect((await colourAt(path, 0.2))[0]).toBeGreaterThan(200);
    }
  },
);

test(
  'over two workers everybody is recorded, and one that dies ends the files of its own alone',
  TIMEOUT,
  async () => {
    const call = { ...UNCONNECTED.call, workerStreams: 1 };
    server = await TestServer.start({ OTTOGI_WORKERS: '2' }, { ...UNCONNECTED, call });
    const [ada, bob] = [await perform('Ada'), await perform('Bob')];
    await ada.sing(440);
    await bob.sing(880);
    const { recording } = await ada.client.ask('startRecording', { roomId: ada.roomId });
    await written(server, recording.recordingId, 2, 1_500);
    process.kill((await server.workerPids())[0]!, 'SIGKILL');
    const hasLost = ({ client }: Performer) =>
      client.received.some(({ name }) => name === 'mediaLost');
    await expect.poll(() => [ada, bob].filter(hasLost)).toHaveLength(1);
    await writing(server, 1);
    await passed(1_500);
    await stopped(server, ada);

    const { files } = (await listed(ada)).recordings[0]!;
    expect(files).toHaveLength(2);
    for (const [each, tone] of [
      [ada, 440],
      [bob, 880],
    ] as const) {
      const [file] = of(files, each, 'microphone');
      const path = pathOf(server, recording.recordingId, file!);
      expect(await toneAt(path, 0.3, TONES, 1)).toBe(tone);
      if (!hasLost(each)) expect(await lengthOf(path)).toBeGreaterThan(3);
    }
  },
);

test('a disk that fills up ends it, and nothing that was written is lost', TIMEOUT, async () => {
  const { recordings } = UNCONNECTED;
  const bounds = { ...recordings, startBytes: 0, reserveBytes: Number.MAX_SAFE_INTEGER };
  server = await TestServer.start({}, { ...UNCONNECTED, recordings: bounds });
  const ada = await perform('Ada');
  await ada.sing(440);
  const { roomId } = ada;
  const { recording } = await ada.client.ask('startRecording', { roomId });
  await written(server, recording.recordingId, 1, 1_500);
  server.clock.advance(bounds.checkMs);
  await expect
    .poll(async () => (await listed(ada)).recordings[0])
    .toMatchObject({ endReason: 'storageFull' });
  await whole(server);
  const [file] = (await listed(ada)).recordings[0]!.files;
  expect(await toneAt(pathOf(server, recording.recordingId, file!), 0, TONES, 1)).toBe(440);
  await expect
    .poll(async () => {
      const { rooms } = await ada.client.ask('getSnapshot', {});
      return rooms.find((room) => room.roomId === roomId)?.recording;
    })
    .toBeNull();
});

test('it begins only where there is room for it', TIMEOUT, async () => {
  const recordings = { ...UNCONNECTED.recordings, startBytes: Number.MAX_SAFE_INTEGER };
  server = await TestServer.start({}, { ...UNCONNECTED, recordings });
  const { client, roomId } = await perform('Ada');
  expect(await client.errorOf('startRecording', { roomId })).toBe('storageFull');
  expect((await server.state()).recordings).toEqual([]);
});

test('it ends when it is as long as may be, and when the last one leaves', TIMEOUT, async () => {
  server = await TestServer.start({ OTTOGI_RECORDING_MAX_HOURS: '1' });
  const ada = await perform('Ada');
  const { client, roomId } = ada;
  await client.ask('startRecording', { roomId });
  server.clock.advance(3_600_000);
  await expect
    .poll(async () => (await listed(ada)).recordings)
    .toMatchObject([{ endReason: 'tooLong', files: [] }]);

  await client.ask('startRecording', { roomId });
  await client.ask('leave', {});
  await expect
    .poll(async () => (await listed(ada)).recordings[0])
    .toMatchObject({ endReason: 'deserted' });
  expect(await client.errorOf('startRecording', { roomId })).toBe('wrongState');
});

test(
  'only those who moderate the room record it, and look at what was recorded',
  TIMEOUT,
  async () => {
    server = await TestServer.start({ OTTOGI_RECORDINGS_MAX: '1' });
    const ada = await perform('Ada');
    const bob = await perform('Bob');
    await ada.sing(440);
    const { roomId } = ada;
    const asked = { roomId, recordingId: 'x' };
    for (const name of ['startRecording', 'stopRecording', 'getRecordings', 'deleteRecording']) {
      expect(await bob.client.errorOf(name, asked)).toBe('forbidden');
    }
    expect(await ada.client.errorOf('stopRecording', { roomId })).toBe('wrongState');
    expect(await ada.client.errorOf('deleteRecording', asked)).toBe('notFound');
    const { recording } = await ada.client.ask('startRecording', { roomId });
    const { recordingId } = recording;
    expect(await ada.client.errorOf('startRecording', { roomId })).toBe('wrongState');
    expect(await ada.client.errorOf('deleteRecording', { roomId, recordingId })).toBe('wrongState');
    const { personId } = bob.client.welcome.person;
    await ada.client.ask('setModerator', { roomId, personId, moderates: true });
    const cook = await server.connect();
    const kitchen = await cook.join('kitchen');
    expect(await cook.errorOf('startRecording', { roomId: kitchen.roomId })).toBe(
      'tooManyRecordings',
    );
    await written(server, recording.recordingId, 1, 1_500);
    await stopped(server, bob);

    const { ticket, recordings } = await listed(bob);
    const [file] = recordings[0]!.files;
    const url = `${server.url}/recordings/${ticket}/${recordingId}/${file!.file}`;
    const all = await fetch(url);
    expect(all.status).toBe(200);
    expect(all.headers.get('content-disposition')).toMatch(/^attachment; filename="lounge .*webm"/);
    expect((await all.arrayBuffer()).byteLength).toBe(file!.sizeBytes);
    const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-199/${file!.sizeBytes}`);
    const wrong = [
      `/recordings/${'x'.repeat(22)}/${recordingId}/${file!.file}`,
      `/recordings/${ticket}/${'x'.repeat(22)}/${file!.file}`,
      `/recordings/${ticket}/${recordingId}/manifest.json`,
      `/recordings/${ticket}/${recordingId}/..%2f..%2fottogi.db`,
    ];
    for (const path of wrong) expect((await fetch(`${server.url}${path}`)).status).toBe(404);

    await ada.client.ask('setModerator', { roomId, personId, moderates: false });
    expect((await fetch(url)).status).toBe(404);
    await ada.client.ask('deleteRecording', { roomId, recordingId });
    expect((await listed(ada)).recordings).toEqual([]);
    await expect(readFile(pathOf(server, recordingId, file!))).rejects.toThrow('ENOENT');
  },
);

test('without ffmpeg it says how to get it', TIMEOUT, async () => {
  server = await TestServer.start({ OTTOGI_FFMPEG: '/nowhere/ffmpeg' });
  const { client, roomId } = await perform('Ada');
  const answer = await client.raw('startRecording', { roomId });
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'recorderMissing', message: expect.stringContaining('apt-get install ffmpeg') },
  });
});

test(
  'a room takes its recordings along when it is deleted, also one that runs',
  TIMEOUT,
  async () => {
    server = await TestServer.start();
    const ada = await perform('Ada');
    await ada.sing(440);
    const { client, roomId } = ada;
    const { recording } = await client.ask('startRecording', { roomId });
    await writing(server, 1);
    await client.ask('deleteRoom', { roomId });
    await expect.poll(() => server.state()).toEqual(NOTHING);
    const manifest = join(server.dataDir, 'recordings', recording.recordingId, 'manifest.json');
    await expect
      .poll(() => readFile(manifest, 'utf8').catch((error: NodeJS.ErrnoException) => error.code))
      .toBe('ENOENT');
  },
);
