/** Files go to the server by plain HTTP, beside the signaling connection. */
import type { ErrorDocument, FileDocument } from '@ottogi/protocol';
import { ClientError, fromDocument } from '../errors.ts';

export interface UploadOptions {
  signal: AbortSignal;
  progress: (sentBytes: number) => void;
}

interface Answer {
  status: number;
  body: string;
}

/** The connection is as good as dead if nothing of a file gets through for so long. */
const STALLED_MS = 60_000;

/**
 * Puts a file where `createUpload` allowed it, whole or not at all.
 * @throws ClientError `superseded` once aborted; `serverUnreachable` where the connection broke;
 *   `uploadIncomplete` where the server wants it from the start, with a new leave; its other codes
 */
export async function upload(
  url: string,
  file: Blob,
  options: UploadOptions,
): Promise<FileDocument> {
  // Only the older of the two ways tells how far it has come.
  const put = typeof XMLHttpRequest === 'undefined' ? putByFetch : putByXhr;
  return fileIn(await put(url, file, options));
}

async function putByFetch(url: string, file: Blob, { signal }: UploadOptions): Promise<Answer> {
  try {
    const response = await fetch(url, { method: 'PUT', body: file, headers: HEADERS, signal });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    throw signal.aborted ? aborted() : unreachable(error);
  }
}

function putByXhr(url: string, file: Blob, { signal, progress }: UploadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(aborted());
      return;
    }
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(abort, STALLED_MS);
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      moved();
      progress(loaded);
    });
    request.addEventListener('load', () =>
      resolve({ status: request.status, body: request.responseText }),
    );
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('abort', () => reject(signal.aborted ? aborted() : unreachable()));
    request.addEventListener('loadend', () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', abort);
    });
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
    moved();
    request.send(file);
  });
}

/** The server finds out for itself what a file is. */
const HEADERS = { 'content-type': 'application/octet-stream' };

/** What the answer to a PUT means: the file, or an ErrorDocument, or something a proxy made up. */
export function fileIn({ status, body }: Answer): FileDocument {
  const document = parse(body);
  if (document && 'file' in document) return document.file;
  if (document) {
    // The leave is used up, or the server that gave it is another one now: a new one mends it.
    const code = document.code === 'notFound' ? 'uploadIncomplete' : document.code;
    throw fromDocument({ ...document, code }, 'upload');
  }
  const code = status === 413 ? 'fileTooLarge' : status >= 500 ? 'serverUnreachable' : 'internal';
  throw new ClientError(code, `upload: HTTP status ${status}`);
}

/** Null for what no server of ours answers. */
function parse(body: string): { file: FileDocument } | ErrorDocument | null {
  try {
    const value: unknown = JSON.parse(body);
    const ours =
      typeof value === 'object' && value !== null && ('file' in value || 'code' in value);
    return ours ? (value as { file: FileDocument } | ErrorDocument) : null;
  } catch {
    return null;
  }
}

function aborted(): ClientError {
  return new ClientError('superseded', 'the upload was called off');
}

function unreachable(cause?: unknown): ClientError {
  return new ClientError('serverUnreachable', 'the upload broke off', { cause });
}
