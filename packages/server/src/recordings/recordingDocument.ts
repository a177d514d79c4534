import type { RecordedFile, RecordingDocument } from '@ottogi/protocol';
import type { RecordingRecord } from '../store/Store.ts';
import { readManifest, type RecordedStretch, WHOLE_NAME } from './Manifest.ts';
import type { RecordingFolders } from './RecordingFolders.ts';

/** A recording with its files as they are now. @param isWritten Whether something still comes to them. */
export async function recordingDocument(
  { recordingId, roomId: _roomId, ...record }: RecordingRecord,
  folders: RecordingFolders,
  isWritten: boolean,
): Promise<RecordingDocument> {
  const found = await folders.files(recordingId);
  // Where it is gone, or of another time, there are still the files.
  const manifest = await readManifest(folders.of(recordingId)).catch(() => null);
  const now = record.endedAt ?? Date.now();
  const files = found.flatMap(({ file, sizeBytes }): RecordedFile[] => {
    const stretch = manifest?.files.find((each) => each.file === file);
    if (!stretch && !WHOLE_NAME.test(file)) return [];
    const content = stretch ? contentOf(stretch, now - record.since) : null;
    // What is broken into several becomes one when all is over.
    const isWhole = record.kind !== 'mix' && stretch?.lengthMs !== null;
    return [{ file, sizeBytes, whole: !isWritten || isWhole, content }];
  });
  return { recordingId, ...record, files: files.sort(inOrder) };
}

/** @param lengthMs Of the whole recording, until now. */
function contentOf({ file: _file, codec: _codec, ...stretch }: RecordedStretch, lengthMs: number) {
  return { ...stretch, lengthMs: stretch.lengthMs ?? Math.max(0, lengthMs - stretch.beganMs) };
}

/** The whole first, then what began first. */
function inOrder(a: RecordedFile, b: RecordedFile): number {
  return (a.content?.beganMs ?? -1) - (b.content?.beganMs ?? -1);
}
