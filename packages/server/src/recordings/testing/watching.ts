/** What tests see of recordings from outside: `GET /api/state`, and the folders. */
import { join } from 'node:path';
import type { RecordedFile } from '@ottogi/protocol';
import { expect } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { lastColour } from '../../testing/mediaFile.ts';
import type { Performer } from '../../testing/Performer.ts';
import type { TestServer } from '../../testing/TestServer.ts';
import { readManifest } from '../Manifest.ts';

/** Resolves once so many files are being written. */
export async function writing(server: TestServer, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { recordings } = await server.state();
      return recordings.flatMap(({ files }) => files).filter(({ state }) => state === 'writing');
    })
    .toHaveLength(count);
}

/** Resolves when so many files are being written, each for so long: what is measured is time itself. */
export async function written(
  server: TestServer,
  recordingId: string,
  count: number,
  forMs: number,
): Promise<void> {
  await writing(server, count);
  const folder = join(server.dataDir, 'recordings', recordingId);
  await eventually(`${forMs} ms are written`, async () => {
    const { since, files } = await readManifest(folder);
    const ages = files.map(({ beganMs }) => Date.now() - since - beganMs);
    return ages.length >= count && ages.every((ageMs) => ageMs >= forMs);
  });
}

/**
 * Resolves once the newest of so many files that follow each other shows such a colour, and for a
 * second more. Resolves to when that was, in ms since 1970.
 */
export async function shown(
  folder: string,
  count: number,
  isRight: (colour: number[]) => boolean,
  place?: readonly [number, number],
): Promise<number> {
  await eventually('it shows the colour', async () => {
    const { files } = await readManifest(folder);
    if (files.length !== count) return false;
    // One that just began may hold nothing yet.
    const colour = await lastColour(join(folder, files.at(-1)!.file), place).catch(() => []);
    return isRight(colour);
  });
  const at = Date.now();
  await eventually('a second more is there', async () => Date.now() - at >= 1_000);
  return at;
}

/** Ends it, and resolves when its files are whole. */
export async function stopped(server: TestServer, { client, roomId }: Performer): Promise<void> {
  await client.ask('stopRecording', { roomId });
  await whole(server);
}

/** Resolves when no recording runs, nor is about to be whole. */
export async function whole(server: TestServer): Promise<void> {
  await expect.poll(async () => (await server.state()).recordings).toEqual([]);
}

export async function listed({ client, roomId }: Pick<Performer, 'client' | 'roomId'>) {
  return client.ask('getRecordings', { roomId });
}

export function pathOf(server: TestServer, recordingId: string, { file }: RecordedFile): string {
  return join(server.dataDir, 'recordings', recordingId, file);
}
