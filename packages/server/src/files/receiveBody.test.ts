import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { receiveBody } from './receiveBody.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ottogi-body-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('a sender that trickles is cut, however regularly something comes', async () => {
  const clock = new TestClock();
  const body = new PassThrough();
  const received = receiveBody(body, join(folder, 'part'), 100_000, clock);
  const outcome = received.then(
    () => 'received',
    (error: unknown) => error,
  );
  await expect.poll(() => clock.pending).toBe(2);
  for (let seconds = 0; seconds < 40; seconds += 5) {
    body.write('more');
    await expect.poll(() => body.readableLength).toBe(0);
    clock.advance(5_000);
  }
  expect(await outcome).toMatchObject({ code: 'uploadIncomplete', message: 'it took too long' });
  expect(clock.pending).toBe(0);
});
