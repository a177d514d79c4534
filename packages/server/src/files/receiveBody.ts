import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { RequestError } from '../errors.ts';
import type { Clock } from '../clock.ts';

/** A sender that is silent for so long is gone, or holds the connection for its own sake. */
const STALL_MS = 30_000;

/** Slower than that holds a place for its own sake, and the time to begin with is for all. */
const LEAST_BYTES_PER_S = 16 * 1024;

/**
 * Writes a request's body into a new file that its owner alone may read, as it comes, and resolves
 * once it is on the disk. The stream is left open where that lets the sender hear an answer.
 * @throws RequestError `fileTooLarge`, `uploadIncomplete`, `storageFull`, `storeUnavailable`; then
 *   part of the file may be there.
 */
export async function receiveBody(
  body: Readable,
  path: string,
  sizeBytes: number,
  clock: Clock,
): Promise<void> {
  const file = await onDisk(open(path, 'wx', 0o600));
  try {
    const receivedBytes = await copy(body, file, sizeBytes, clock);
    if (receivedBytes < sizeBytes) {
      throw incomplete(`${sizeBytes} bytes were announced, and ${receivedBytes} came`);
    }
    await onDisk(file.sync());
  } finally {
    await file.close();
  }
}

async function copy(body: Readable, file: FileHandle, sizeBytes: number, clock: Clock) {
  const lateMs = STALL_MS + (1_000 * sizeBytes) / LEAST_BYTES_PER_S;
  const callOffEnd = clock.after(lateMs, () => body.destroy(incomplete('it took too long')));
  const watch = () =>
    clock.after(STALL_MS, () => body.destroy(incomplete('nothing came for half a minute')));
  let receivedBytes = 0;
  let callOff = watch();
  try {
    // To destroy the stream would be to close the connection under the answer.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      callOff();
      receivedBytes += (chunk as Buffer).length;
      if (receivedBytes > sizeBytes) {
        throw new RequestError('fileTooLarge', `${sizeBytes} bytes were announced, and more came`);
      }
      await onDisk(file.writeFile(chunk as Buffer));
      callOff = watch();
    }
    return receivedBytes;
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw incomplete('the connection broke', { cause: error });
  } finally {
    callOff();
    callOffEnd();
  }
}

function incomplete(message: string, options?: ErrorOptions): RequestError {
  return new RequestError('uploadIncomplete', message, options);
}

/** What the disk refuses is not the sender's fault. */
export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new RequestError('storageFull', 'the disk is full', { cause: error });
    }
    throw new RequestError('storeUnavailable', 'the file cannot be written', { cause: error });
  }
}
