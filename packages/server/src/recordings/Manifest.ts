import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RECORDED_SOURCES, RECORDING_END_REASONS, RECORDING_KINDS } from '@ottogi/protocol';
import { z } from 'zod';
import { writePrivate } from '../dataDir.ts';

const MANIFEST = 'manifest.json';

/** Names that a recorder makes: whoever reads a manifest opens nothing else. */
export const RECORDED_NAME = /^[\w-]{1,64}\.(webm|mkv|ogg|mp4)$/;

/** What `npm run recording` makes of all files of a recording. */
export const WHOLE_NAME = /^recording\.\w+$/;

const ms = z.number();

const recordedStretch = z.object({
  file: z.string().regex(RECORDED_NAME),
  peerId: z.string(),
  personId: z.string(),
  name: z.string(),
  source: z.enum(RECORDED_SOURCES),
  codec: z.string().describe('Such as `audio/opus`; of a mix `video/VP8, audio/opus`.'),
  beganMs: ms.describe('When it begins, in ms since the recording began.'),
  lengthMs: ms.nullable().describe('Null while it is written, and where that broke off.'),
});

const manifest = z.object({
  version: z.literal(1),
  recordingId: z.string(),
  room: z.object({ roomId: z.string(), name: z.string() }),
  kind: z.enum(RECORDING_KINDS),
  by: z.object({ personId: z.string(), name: z.string().nullable() }),
  since: ms.describe('When it began, in ms since 1970 (UTC).'),
  endedAt: ms.nullable(),
  endReason: z.enum(RECORDING_END_REASONS).nullable(),
  files: z.array(recordedStretch),
});

/** What one file of a recording holds. */
export type RecordedStretch = z.output<typeof recordedStretch>;

/** What a recording is and holds: all that is needed to lay its files beside each other. */
export type ManifestDocument = z.output<typeof manifest>;

/** Rejects where there is none, or one that this Ottogi does not understand. */
export async function readManifest(folder: string): Promise<ManifestDocument> {
  return manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
}

/** The manifest beside the files of a recording: whole at every moment, whatever ends this process. */
export class Manifest {
  readonly #folder: string;
  #document: ManifestDocument;
  #last: Promise<void> = Promise.resolve();
  #waits = false;

  constructor(folder: string, document: ManifestDocument) {
    this.#folder = folder;
    this.#document = document;
  }

  get document(): ManifestDocument {
    return this.#document;
  }

  /** Resolves once it is on the disk. */
  update(change: Partial<ManifestDocument>): Promise<void> {
    this.#document = { ...this.#document, ...change };
    // What waits to be written will be as it is by then.
    if (this.#waits) return this.#last;
    this.#waits = true;
    const write = async () => {
      this.#waits = false;
      const text = `${JSON.stringify(this.#document, null, 2)}\n`;
      await writePrivate(join(this.#folder, MANIFEST), text);
    };
    this.#last = this.#last.then(write, write);
    return this.#last;
  }

  /** Adds a file, or says how it is now. */
  put(stretch: RecordedStretch): Promise<void> {
    const files = [...this.#without(stretch.file), stretch];
    return this.update({ files: files.sort((a, b) => a.beganMs - b.beganMs) });
  }

  remove(file: string): Promise<void> {
    return this.update({ files: this.#without(file) });
  }

  #without(file: string): RecordedStretch[] {
    return this.#document.files.filter((each) => each.file !== file);
  }
}
