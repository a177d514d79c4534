import { IN_MEMORY, type DatabaseOptions } from './openDatabase.ts';
import type { Arguments, OperationName, Result } from './operations/operation.ts';
import {
  type BanRecord,
  type FileRecord,
  type MessageRange,
  type NewMessage,
  type PersonRecord,
  type RecordingRecord,
  type RoomRecord,
  type Store,
  StoreError,
} from './Store.ts';
import { StoreThread } from './StoreThread.ts';

const BUSY_TIMEOUT_MS = 2_000;
const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 5_000;
const PROVEN_AFTER_MS = 30_000;

export interface SqliteStoreOptions {
  /** How long a write waits for another process that holds the database locked. */
  busyTimeoutMs?: number;
  /** Hears when the store's thread is lost, and when another one could not open the database. */
  onFault?: (reason: StoreError) => void;
}

type State =
  | { is: 'prepared'; thread: StoreThread }
  | { is: 'running'; thread: StoreThread; sinceMs: number }
  | { is: 'waiting'; reason: StoreError; restart: NodeJS.Timeout }
  | { is: 'closed'; done: Promise<void> };

/** The embedded store: one SQLite database, on a thread of its own that is replaced if it is lost. */
export class SqliteStore implements Store {
  readonly #options: DatabaseOptions;
  readonly #onFault: (reason: StoreError) => void;
  #state: State = { is: 'closed', done: Promise.resolve() };
  /** How long to wait before the next restart: none after a life that has proven itself. */
  #delayMs = 0;

  /**
   * @param path Of the database, which is made if it is not there; `:memory:` for none.
   * @throws StoreError `unavailable` with a message for the person who starts the server: the file
   *   cannot be used, is no database, or is of a newer Ottogi; or this SQLite is too old.
   */
  static async open(path: string, options: SqliteStoreOptions = {}): Promise<SqliteStore> {
    const store = SqliteStore.prepare(path, options);
    await store.open();
    return store;
  }

  /** Its thread loads what it needs, and touches nothing: another process may have the database. */
  static prepare(path: string, options: SqliteStoreOptions = {}): SqliteStore {
    const { busyTimeoutMs = BUSY_TIMEOUT_MS, onFault = () => {} } = options;
    const store = new SqliteStore({ path, busyTimeoutMs }, onFault);
    store.#state = { is: 'prepared', thread: store.#newThread() };
    return store;
  }

  private constructor(options: DatabaseOptions, onFault: (reason: StoreError) => void) {
    this.#options = options;
    this.#onFault = onFault;
  }

  /** Opens what was prepared. @throws StoreError as the static `open` does */
  async open(): Promise<void> {
    const state = this.#state;
    if (state.is !== 'prepared') return;
    await state.thread.open();
    this.#run(state.thread);
  }

  rooms() {
    return this.#ask('rooms');
  }

  putRoom(room: RoomRecord) {
    return this.#ask('putRoom', room);
  }

  deleteRoom(roomId: string) {
    return this.#ask('deleteRoom', roomId);
  }

  person(personId: string) {
    return this.#ask('person', personId);
  }

  putPerson(person: PersonRecord) {
    return this.#ask('putPerson', person);
  }

  bans() {
    return this.#ask('bans');
  }

  putBan(ban: BanRecord & { roomId: string }) {
    return this.#ask('putBan', ban);
  }

  deleteBan(roomId: string, personId: string) {
    return this.#ask('deleteBan', roomId, personId);
  }

  postMessage(message: NewMessage) {
    return this.#ask('postMessage', message);
  }

  message(roomId: string, messageSeq: number) {
    return this.#ask('message', roomId, messageSeq);
  }

  editMessage(roomId: string, messageSeq: number, change: { text: string; at: number }) {
    return this.#ask('editMessage', roomId, messageSeq, change);
  }

  deleteMessage(roomId: string, messageSeq: number, at: number) {
    return this.#ask('deleteMessage', roomId, messageSeq, at);
  }

  messages(range: MessageRange) {
    return this.#ask('messages', range);
  }

  messagesSince(roomId: string, revision: number, limit: number) {
    return this.#ask('messagesSince', roomId, revision, limit);
  }

  searchMessages(roomId: string, text: string, options: { before?: number; limit: number }) {
    return this.#ask('searchMessages', roomId, text, options);
  }

  putFile(file: FileRecord) {
    return this.#ask('putFile', file);
  }

  file(fileId: string) {
    return this.#ask('file', fileId);
  }

  filesBytes() {
    return this.#ask('filesBytes');
  }

  deleteLooseFiles(before: number) {
    return this.#ask('deleteLooseFiles', before);
  }

  fileIds() {
    return this.#ask('fileIds');
  }

  recordings() {
    return this.#ask('recordings');
  }

  putRecording(recording: RecordingRecord) {
    return this.#ask('putRecording', recording);
  }

  deleteRecording(recordingId: string) {
    return this.#ask('deleteRecording', recordingId);
  }

  close(): Promise<void> {
    const state = this.#state;
    if (state.is === 'closed') return state.done;
    if (state.is === 'waiting') clearTimeout(state.restart);
    const done = state.is === 'waiting' ? Promise.resolve() : state.thread.close();
    this.#state = { is: 'closed', done };
    return done;
  }

  async #ask<Name extends OperationName>(
    name: Name,
    ...args: Arguments<Name>
  ): Promise<Result<Name>> {
    const state = this.#state;
    switch (state.is) {
      case 'running':
        return state.thread.ask(name, args);
      case 'waiting':
        throw new StoreError('unavailable', 'the store is being started again', {
          cause: state.reason,
        });
      case 'prepared':
      case 'closed':
        throw new StoreError('unavailable', 'the store is not open');
    }
  }

  #newThread(): StoreThread {
    const thread: StoreThread = new StoreThread(this.#options, (reason) =>
      this.#onLost(thread, reason),
    );
    return thread;
  }

  /** Who asks meanwhile hears in their answer whether it could be opened. */
  #restart(): void {
    const thread = this.#newThread();
    this.#run(thread);
    thread.open().catch(() => undefined);
  }

  #run(thread: StoreThread): void {
    this.#state = { is: 'running', thread, sinceMs: performance.now() };
  }

  /** What was acked is in the file, so another thread goes on from there. */
  #onLost(thread: StoreThread, reason: StoreError): void {
    const state = this.#state;
    if (state.is !== 'running' || state.thread !== thread) return;
    this.#onFault(reason);
    if (this.#options.path === IN_MEMORY) {
      // An empty store would deny what was acked.
      this.#state = { is: 'closed', done: Promise.resolve() };
      return;
    }
    if (performance.now() - state.sinceMs > PROVEN_AFTER_MS) this.#delayMs = 0;
    const restart = setTimeout(() => this.#restart(), this.#delayMs);
    this.#state = { is: 'waiting', reason, restart };
    this.#delayMs = Math.min(
      Math.max(this.#delayMs * 2, FIRST_RESTART_DELAY_MS),
      LONGEST_RESTART_DELAY_MS,
    );
  }
}
