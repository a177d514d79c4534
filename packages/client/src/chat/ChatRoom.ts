import type {
  AckData,
  FileDocument,
  MessageDocument,
  Notification,
  RequestInput,
} from '@ottogi/protocol';
import { backoffMs } from '../backoff.ts';
import { Convergence } from '../Convergence.ts';
import { ClientError, isSelfMending, toClientError } from '../errors.ts';
import type { Requests } from '../Signal.ts';
import type { ChatState, ChatStatus } from '../state.ts';
import { Outbox, type Draft } from './Outbox.ts';
import type { UploadOptions } from './upload.ts';
import {
  EMPTY_WINDOW,
  firstSeq,
  hasNewer,
  hasOlder,
  lastSeq,
  windowOf,
  withMessages,
  withOlder,
  type MessageWindow,
} from './window.ts';

export interface ChatRoomOwner {
  readonly roomId: string;
  readonly signal: Requests;
  /** As far as one is known. */
  password(): string | undefined;
  /** If there was one, it is not the right one. */
  passwordRefused(): void;
  fileMaxBytes(): number | null;
  upload(uploadId: string, file: Blob, options: UploadOptions): Promise<FileDocument>;
  /** Null once it is closed. */
  changed(chat: ChatState | null): void;
  /** A message of one's own is stored. */
  stored(message: MessageDocument): void;
  /** Closed, and nothing is left to be sent or looked at. */
  ended(): void;
}

type Direction = 'older' | 'newer';

/** How the opening ends that is no use to repeat, by the server's code. */
const CLOSED: Partial<Record<string, ChatStatus>> = {
  passwordRequired: 'passwordRequired',
  wrongPassword: 'wrongPassword',
  banned: 'banned',
  notFound: 'gone',
};

/** The same, where the server closes it later. */
const CLOSED_LATER = {
  passwordChanged: 'passwordRequired',
  banned: 'banned',
  roomDeleted: 'notFound',
} as const;

/**
 * One room's chat: a window into its messages that follows what is posted and changed, and catches
 * up after a loss. Messages have revisions, and of each the newest one stands, whichever way and in
 * whatever order they come.
 */
export class ChatRoom {
  readonly #owner: ChatRoomOwner;
  readonly #outbox: Outbox;
  readonly #convergence = new Convergence(() => this.#step());
  #status: ChatStatus = 'opening';
  #error: ClientError | null = null;
  #hidden = false;
  #online = false;
  /** The server tells this connection what is posted and changed. */
  #told = false;
  /** There may be news that nobody has told us. */
  #stale = true;
  #window: MessageWindow = EMPTY_WINDOW;
  /** All changes up to this one are known; null where nothing is. */
  #revision: number | null = null;
  /** The newest change that was told as it happened. */
  #heardRevision = 0;
  #load: { direction: Direction; done: Promise<void> } | null = null;
  /** Requests for messages that are under way, and what was told meanwhile, which may be newer. */
  #asking = 0;
  #meanwhile: MessageDocument[] = [];
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Several things change as one. */
  #updating = false;

  constructor(owner: ChatRoomOwner) {
    this.#owner = owner;
    const { roomId, signal } = owner;
    this.#outbox = new Outbox({
      roomId,
      signal,
      fileMaxBytes: () => owner.fileMaxBytes(),
      upload: (uploadId, file, options) => owner.upload(uploadId, file, options),
      changed: () => {
        this.#show();
        void this.#convergence.run();
      },
      stored: (message) => {
        this.take([message]);
        owner.stored(message);
      },
    });
  }

  /** What is open stays as it is. */
  open(): void {
    this.#hidden = false;
    if (this.#isShut()) this.#become('opening');
    this.#cancelRetry();
    this.#show();
    void this.#convergence.run();
  }

  /** Shown no more; what was written is sent all the same. */
  close(): void {
    this.#hidden = true;
    this.#owner.changed(null);
    void this.#convergence.run();
  }

  connected(): void {
    this.#online = true;
    this.#failures = 0;
    this.catchUp();
  }

  disconnected(): void {
    this.#online = false;
    this.#told = false;
    this.#stale = true;
    this.#cancelRetry();
    this.#outbox.pause();
  }

  /** News may have been lost. */
  catchUp(): void {
    this.#stale = true;
    this.#cancelRetry();
    void this.#convergence.run();
  }

  notified({ name, data }: Notification): void {
    if (name === 'messagePosted' || name === 'messageChanged') this.#hear(data.message);
    if (name === 'chatClosed') {
      this.#shut(new ClientError(CLOSED_LATER[data.reason], `chat closed: ${data.reason}`));
    }
    if (name === 'roomClosed') this.#shut(new ClientError('notFound', 'the room is closed'));
  }

  get isOpen(): boolean {
    return this.#status === 'open' && !this.#hidden;
  }

  /** Takes in messages that came outside of what was asked for here. */
  take(messages: readonly MessageDocument[]): void {
    if (this.#asking > 0) this.#meanwhile.push(...messages);
    const live = !hasNewer(this.#window);
    this.#update(() => {
      this.#outbox.settle(messages.map(({ messageId }) => messageId));
      if (this.#status === 'open') this.#window = withMessages(this.#window, messages);
    });
    // It does not follow on what is here, so something in between was missed.
    if (live && hasNewer(this.#window)) this.catchUp();
  }

  send(draft: Draft): void {
    this.#outbox.add(draft, this.#isShut() ? this.#error : null);
  }

  /** Whether it was this room's. */
  retry(messageId: string): boolean {
    if (!this.#outbox.has(messageId)) return false;
    this.#outbox.retry(messageId);
    return true;
  }

  discard(messageId: string): boolean {
    if (!this.#outbox.has(messageId)) return false;
    this.#outbox.discard(messageId);
    return true;
  }

  /** @throws ClientError */
  async load(direction: Direction): Promise<void> {
    while (this.#load) {
      const { done, direction: underWay } = this.#load;
      if (underWay === direction) return done;
      await done.catch(() => {});
    }
    const there = direction === 'older' ? hasOlder(this.#window) : hasNewer(this.#window);
    if (!there || this.#status !== 'open') return;
    const done = this.#loadPage(direction);
    this.#load = { direction, done };
    this.#show();
    try {
      await done;
    } finally {
      this.#load = null;
      this.#show();
    }
  }

  /** @throws ClientError `notFound` where there is no such message */
  async show(messageSeq: number): Promise<void> {
    const isIt = (message: MessageDocument) => message.messageSeq === messageSeq;
    if (this.#window.messages.some(isIt)) return;
    await this.#page(messageSeq, 'around', (window, messages) => {
      if (messages.some(isIt)) return windowOf(messages, window.newestSeq);
      throw new ClientError('notFound', `there is no message ${messageSeq}`);
    });
  }

  /** @throws ClientError */
  async showNewest(): Promise<void> {
    if (!hasNewer(this.#window)) return;
    await this.#page(this.#window.newestSeq + 1, 'before', (window, messages) =>
      windowOf(messages, window.newestSeq),
    );
  }

  #loadPage(direction: Direction): Promise<void> {
    return direction === 'older'
      ? this.#page(firstSeq(this.#window), 'before', withOlder)
      : this.#page(lastSeq(this.#window), 'after', withMessages);
  }

  async #page(
    from: number,
    direction: RequestInput<'getMessages'>['direction'],
    change: (window: MessageWindow, messages: readonly MessageDocument[]) => MessageWindow,
  ): Promise<void> {
    const page = { roomId: this.#owner.roomId, from, direction };
    await this.#overlaid((overlay) =>
      this.#owner.signal.request('getMessages', page, ({ messages }) => {
        if (this.#status === 'open') overlay(change(this.#window, messages));
      }),
    );
  }

  async #step(): Promise<boolean> {
    if (this.#hidden && this.#outbox.idle) return this.#end();
    if (!this.#online || this.#retryTimer !== undefined) return false;
    if (this.#isShut() || !this.#stale) return false;
    this.#stale = false;
    const password = this.#owner.password();
    try {
      await this.#sync(password);
      this.#failures = 0;
      if (this.#status === 'open' && this.#online) this.#outbox.resume();
    } catch (error) {
      this.#syncFailed(toClientError(error, 'internal'), password);
    }
    return true;
  }

  async #sync(password: string | undefined): Promise<void> {
    const since = this.#revision ?? undefined;
    const request = { roomId: this.#owner.roomId, password, since };
    await this.#overlaid((overlay) =>
      this.#owner.signal.request('openChat', request, (ack) => {
        // Shut by a notification that was sent before the answer.
        if (this.#isShut()) return;
        this.#told = true;
        const anew = since === undefined || !ack.complete;
        this.#update(() => {
          this.#become('open');
          this.#revision = this.#revisionAfter(ack);
          this.#outbox.settle(ack.messages.map(({ messageId }) => messageId));
          overlay(anew ? windowOf(ack.messages, 0) : withMessages(this.#window, ack.messages));
        });
      }),
    );
  }

  #revisionAfter({ revision }: AckData<'openChat'>): number {
    // What was told meanwhile counts, unless something may be missing before it.
    const heard = this.#stale ? 0 : this.#heardRevision;
    return Math.max(this.#revision ?? 0, revision, heard);
  }

  #syncFailed(error: ClientError, password: string | undefined): void {
    this.#stale = true;
    if (!this.#online) return;
    const corrected = this.#owner.password() !== password;
    if (!isSelfMending(error)) {
      // Learnt since it was asked for: the next step tries with it.
      if (!corrected) this.#shut(error);
      return;
    }
    this.#error = error;
    this.#show();
    this.#retryTimer = setTimeout(
      () => {
        this.#retryTimer = undefined;
        void this.#convergence.run();
      },
      backoffMs(this.#failures++),
    );
  }

  /** Nobody looks, and nothing waits to be sent. */
  async #end(): Promise<boolean> {
    if (!this.#told) {
      if (this.#outbox.pending.length === 0) this.#owner.ended();
      return false;
    }
    this.#told = false;
    this.#outbox.pause();
    this.#become('opening');
    this.#forget();
    try {
      await this.#owner.signal.request('closeChat', { roomId: this.#owner.roomId });
    } catch {
      // It ends with the connection at the latest.
    }
    return true;
  }

  /** Asks for messages. What was told while the answer was on its way is laid over it. */
  async #overlaid(
    ask: (overlay: (window: MessageWindow) => void) => Promise<unknown>,
  ): Promise<void> {
    this.#asking += 1;
    try {
      await ask((window) =>
        this.#update(() => {
          this.#window = withMessages(window, this.#meanwhile);
        }),
      );
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#meanwhile = [];
    }
  }

  #hear(message: MessageDocument): void {
    this.#heardRevision = Math.max(this.#heardRevision, message.revision);
    this.take([message]);
    // Which may have shown that something is missing.
    const complete = !this.#stale && this.#asking === 0 && this.#revision !== null;
    if (complete) this.#revision = this.#heardRevision;
  }

  /** Nothing can be read or written here until it is opened again. */
  #shut(error: ClientError): void {
    this.#told = false;
    if (error.code === 'wrongPassword' || error.code === 'passwordRequired') {
      this.#owner.passwordRefused();
    }
    this.#update(() => {
      this.#become(CLOSED[error.code] ?? 'failed', error);
      this.#forget();
      this.#outbox.fail(error);
    });
    void this.#convergence.run();
  }

  #isShut(): boolean {
    return this.#status !== 'opening' && this.#status !== 'open';
  }

  #become(status: ChatStatus, error: ClientError | null = null): void {
    this.#status = status;
    this.#error = error;
  }

  #forget(): void {
    this.#window = EMPTY_WINDOW;
    this.#revision = null;
    this.#stale = true;
  }

  #update(change: () => void): void {
    const within = this.#updating;
    this.#updating = true;
    try {
      change();
    } finally {
      this.#updating = within;
    }
    this.#show();
  }

  #show(): void {
    if (this.#updating || this.#hidden) return;
    this.#owner.changed({
      status: this.#status,
      error: this.#error,
      messages: this.#window.messages,
      hasOlder: hasOlder(this.#window),
      hasNewer: hasNewer(this.#window),
      loading: this.#load?.direction ?? null,
      pending: this.#outbox.pending,
    });
  }

  #cancelRetry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }
}
