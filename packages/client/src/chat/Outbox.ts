import { cleanText, type FileDocument, type MessageDocument } from '@ottogi/protocol';
import { Convergence } from '../Convergence.ts';
import { ClientError, isSelfMending, toClientError } from '../errors.ts';
import { createId } from '../random.ts';
import { Retry } from '../Retry.ts';
import type { Requests } from '../Signal.ts';
import type { PendingMessage } from '../state.ts';
import type { UploadOptions } from './upload.ts';

/** What to say: text, files, or both. */
export interface Draft {
  text: string;
  /** The `messageSeq` of the message that this one answers. */
  replyTo?: number | null;
  files?: readonly File[];
}

export interface OutboxOwner {
  readonly roomId: string;
  readonly signal: Requests;
  /** Null while it is not known. */
  fileMaxBytes(): number | null;
  /** @throws ClientError, as `upload` does */
  upload(uploadId: string, file: Blob, options: UploadOptions): Promise<FileDocument>;
  changed(): void;
  /** The server has it. Called in the turn in which its answer arrives. */
  stored(message: MessageDocument): void;
}

interface OutgoingFile {
  readonly file: File;
  sentBytes: number;
  document: FileDocument | null;
}

interface Entry extends Pick<PendingMessage, 'messageId' | 'text' | 'replyTo' | 'at'> {
  readonly files: readonly OutgoingFile[];
  status: PendingMessage['status'];
  error: ClientError | null;
  /** Ends its upload. */
  abort: AbortController;
  /** As it was last shown: the same object until something about it changes. */
  shown: PendingMessage | null;
}

/** A file that changes while it is sent is never complete; somebody has to look at it. */
const MOST_UPLOAD_FAILURES = 6;

/**
 * What was written in one room and is not known to be stored. Messages go out one after another, in
 * the order in which they were written, each under an id that it keeps: so what is sent again, since
 * nobody knows whether it arrived, is still one message. Nothing leaves without being stored, or
 * discarded by hand.
 */
export class Outbox {
  readonly #owner: OutboxOwner;
  readonly #convergence = new Convergence(() => this.#step());
  #entries: readonly Entry[] = [];
  #pending: readonly PendingMessage[] = [];
  /** Of the message that is first now. */
  readonly #retry = new Retry(() => void this.#convergence.run());
  #ready = false;

  constructor(owner: OutboxOwner) {
    this.#owner = owner;
  }

  /** The same list until something changes. */
  get pending(): readonly PendingMessage[] {
    return this.#pending;
  }

  /** Whether all that is left, if anything, waits for somebody to look at it. */
  get idle(): boolean {
    return this.#entries.every(({ status }) => status === 'failed');
  }

  /** A draft without anything to see is none. */
  add({ text, replyTo = null, files = [] }: Draft, refusal: ClientError | null): void {
    if (cleanText(text) === '' && files.length === 0) return;
    const error = refusal ?? this.#tooLarge(files);
    const entry: Entry = {
      messageId: createId(),
      text,
      replyTo,
      at: Date.now(),
      files: files.map((file) => fresh(file)),
      status: error ? 'failed' : 'waiting',
      error,
      abort: new AbortController(),
      shown: null,
    };
    this.#replace([...this.#entries, entry]);
    void this.#convergence.run();
  }

  /** Whether there is such a message, failed or not. */
  has(messageId: string): boolean {
    return this.#entries.some((entry) => entry.messageId === messageId);
  }

  retry(messageId: string): void {
    const entry = this.#entries.find((each) => each.messageId === messageId);
    if (entry?.status !== 'failed') return;
    // Files that no message carried have been cleared away by now.
    const lost = entry.error?.code === 'notFound';
    const files = entry.files.map(({ file, document }) => fresh(file, lost ? null : document));
    const again = { ...entry, files, abort: new AbortController() };
    this.#replace(this.#entries.map((each) => (each === entry ? again : each)));
    this.#mark(again, 'waiting');
    this.#retry.reset();
    void this.#convergence.run();
  }

  /** It goes no further. If it is stored by then, it stays. */
  discard(messageId: string): void {
    this.#remove([messageId]);
  }

  /** These are stored, as was heard in another way than by an answer. */
  settle(messageIds: readonly string[]): void {
    if (this.#entries.length > 0) this.#remove(messageIds);
  }

  /** The chat is open on this connection. */
  resume(): void {
    this.#ready = true;
    this.#retry.cancel();
    void this.#convergence.run();
  }

  /** Nothing is sent before `resume`. An upload under way goes on: its connection is another one. */
  pause(): void {
    this.#ready = false;
  }

  /** The same, and an upload under way ends: it begins anew when there is a `resume`. */
  stop(): void {
    this.pause();
    for (const entry of this.#entries) {
      entry.abort.abort();
      entry.abort = new AbortController();
    }
  }

  /** The chat is closed to us: whatever waits has failed. */
  fail(error: ClientError): void {
    this.#ready = false;
    for (const entry of this.#entries) {
      if (entry.status === 'failed') continue;
      entry.abort.abort();
      this.#mark(entry, 'failed', error);
    }
  }

  async #step(): Promise<boolean> {
    const entry = this.#entries.find(({ status }) => status !== 'failed');
    if (!entry || !this.#ready || this.#retry.waiting) return false;
    const { signal } = entry.abort;
    try {
      const unsent = entry.files.find(({ document }) => !document);
      if (unsent) await this.#upload(entry, unsent, signal);
      else await this.#send(entry);
    } catch (error) {
      if (signal.aborted) this.#calledOff(entry);
      else this.#attemptFailed(entry, toClientError(error, 'internal'));
    }
    return true;
  }

  async #send(entry: Entry): Promise<void> {
    // Whoever tries again still says why it has to.
    this.#mark(entry, 'sending', entry.error);
    const { messageId, text, replyTo, files } = entry;
    const fileIds = files.flatMap(({ document }) => document?.fileId ?? []);
    const { roomId, signal } = this.#owner;
    await signal.request('sendMessage', { roomId, messageId, text, replyTo, fileIds }, (ack) => {
      this.#owner.stored(ack.message);
      this.#remove([messageId]);
    });
  }

  async #upload(entry: Entry, outgoing: OutgoingFile, signal: AbortSignal): Promise<void> {
    const { file } = outgoing;
    this.#mark(entry, 'uploading');
    const announced = { roomId: this.#owner.roomId, name: file.name, sizeBytes: file.size };
    const { uploadId } = await this.#owner.signal.request('createUpload', announced);
    signal.throwIfAborted();
    outgoing.document = await this.#owner.upload(uploadId, file, {
      signal,
      progress: (sentBytes) => {
        // What goes over the wire is a little more than the file.
        outgoing.sentBytes = Math.min(sentBytes, file.size);
        this.#show(entry);
      },
    });
    outgoing.sentBytes = file.size;
    this.#retry.reset();
    this.#show(entry);
  }

  #attemptFailed(entry: Entry, error: ClientError): void {
    for (const file of entry.files) if (!file.document) file.sentBytes = 0;
    const incomplete = error.code === 'uploadIncomplete';
    // While requests get through, so should a file.
    const cut = entry.status === 'uploading' && error.code === 'serverUnreachable' && this.#ready;
    const inVain = (incomplete || cut) && this.#retry.failures + 1 >= MOST_UPLOAD_FAILURES;
    if (inVain || !(incomplete || isSelfMending(error))) {
      this.#mark(entry, 'failed', error);
      this.#retry.reset();
      return;
    }
    this.#mark(entry, 'waiting', error);
    this.#retry.later(error);
  }

  #calledOff(entry: Entry): void {
    // Stored, discarded or failed, and perhaps tried again since; otherwise it is to begin anew.
    if (!this.#entries.includes(entry) || entry.status === 'failed') return;
    for (const file of entry.files) if (!file.document) file.sentBytes = 0;
    this.#mark(entry, 'waiting');
  }

  #tooLarge(files: readonly File[]): ClientError | null {
    const most = this.#owner.fileMaxBytes();
    const large = most === null ? undefined : files.find(({ size }) => size > most);
    if (!large) return null;
    return new ClientError('fileTooLarge', `${large.size} bytes are more than ${most}`);
  }

  #remove(messageIds: readonly string[]): void {
    const gone = this.#entries.filter(({ messageId }) => messageIds.includes(messageId));
    if (gone.length === 0) return;
    for (const entry of gone) entry.abort.abort();
    this.#replace(this.#entries.filter((entry) => !gone.includes(entry)));
    // What it waited for is no reason for the next one to wait.
    this.#retry.reset();
    void this.#convergence.run();
  }

  #mark(entry: Entry, status: Entry['status'], error: ClientError | null = null): void {
    entry.status = status;
    entry.error = error;
    this.#show(entry);
  }

  #replace(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#show();
  }

  /** `changed`, if given, is shown anew. */
  #show(changed?: Entry): void {
    if (changed) changed.shown = null;
    this.#pending = this.#entries.map((entry) => (entry.shown ??= toPending(entry)));
    this.#owner.changed();
  }
}

function fresh(file: File, document: FileDocument | null = null): OutgoingFile {
  return { file, document, sentBytes: document ? file.size : 0 };
}

function toPending({ messageId, text, replyTo, files, status, error, at }: Entry): PendingMessage {
  const shown = files.map(({ file: { name, size }, sentBytes, document }) => ({
    name,
    sizeBytes: size,
    sentBytes,
    ...(document ? { file: document } : {}),
  }));
  return { messageId, text, replyTo, files: shown, status, error, at };
}
