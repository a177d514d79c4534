import type { FileDocument, MessageDocument, Notification } from '@ottogi/protocol';
import { Convergence } from '../Convergence.ts';
import { ClientError, isSelfMending, toClientError } from '../errors.ts';
import { Retry } from '../Retry.ts';
import type { Requests } from '../Signal.ts';
import type { ChatState, ChatStatus } from '../state.ts';
import { History } from './History.ts';
import { Outbox, type Draft } from './Outbox.ts';
import type { UploadOptions } from './upload.ts';

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
 * One room's chat: opened and caught up with whenever there is a connection, until it is closed and
 * everything that was written in it is sent.
 */
export class ChatRoom {
  readonly #owner: ChatRoomOwner;
  readonly #history: History;
  readonly #outbox: Outbox;
  readonly #convergence = new Convergence(() => this.#step());
  readonly #retry = new Retry(() => void this.#convergence.run());
  #status: ChatStatus = 'opening';
  #error: ClientError | null = null;
  #hidden = false;
  #online = false;
  /** The server tells this connection what is posted and changed. */
  #told = false;
  /** Several things change as one. */
  #updating = false;

  constructor(owner: ChatRoomOwner) {
    this.#owner = owner;
    const { roomId, signal } = owner;
    this.#history = new History({ roomId, signal, changed: () => this.#show() });
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
    this.#retry.cancel();
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
    this.#retry.reset();
    this.catchUp();
  }

  disconnected(): void {
    this.#online = false;
    this.#told = false;
    this.#history.doubt();
    this.#retry.cancel();
    this.#outbox.pause();
  }

  /** Uploads end too; they begin anew with the next connection. */
  stop(): void {
    this.#outbox.stop();
  }

  /** News may have been lost. */
  catchUp(): void {
    this.#history.doubt();
    this.#retry.cancel();
    void this.#convergence.run();
  }

  notified({ name, data }: Notification): void {
    if (name === 'messagePosted' || name === 'messageChanged') {
      this.#takeIn([data.message], () => this.#history.hear(data.message));
    }
    if (name === 'chatClosed') {
      this.#shut(new ClientError(CLOSED_LATER[data.reason], `chat closed: ${data.reason}`));
    }
    if (name === 'roomClosed') this.#shut(new ClientError('notFound', 'the room is closed'));
  }

  get isOpen(): boolean {
    return this.#status === 'open' && !this.#hidden;
  }

  /** Whether it is in the state. */
  get isShown(): boolean {
    return !this.#hidden;
  }

  /** Takes in messages that came outside of what was asked for here. */
  take(messages: readonly MessageDocument[]): void {
    this.#takeIn(messages, () => this.#history.take(messages));
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
  load(direction: 'older' | 'newer'): Promise<void> {
    return this.#history.load(direction);
  }

  /** @throws ClientError `notFound` where there is no such message */
  show(messageSeq: number): Promise<void> {
    return this.#history.show(messageSeq);
  }

  /** @throws ClientError */
  showNewest(): Promise<void> {
    return this.#history.showNewest();
  }

  async #step(): Promise<boolean> {
    if (this.#hidden && this.#outbox.idle) return this.#end();
    if (!this.#online || this.#retry.waiting) return false;
    if (this.#isShut() || !this.#history.stale) return false;
    const password = this.#owner.password();
    try {
      await this.#sync(password);
      this.#retry.reset();
      if (this.#status === 'open' && this.#online) this.#outbox.resume();
    } catch (error) {
      this.#syncFailed(toClientError(error, 'internal'), password);
    }
    return true;
  }

  async #sync(password: string | undefined): Promise<void> {
    await this.#history.catchUp(password, (messages, takeIn) => {
      // Shut by a notification that was sent before the answer.
      if (this.#isShut()) return;
      this.#told = true;
      this.#update(() => {
        this.#become('open');
        this.#outbox.settle(messages.map(({ messageId }) => messageId));
        takeIn();
      });
    });
  }

  #syncFailed(error: ClientError, password: string | undefined): void {
    if (!this.#online) return;
    const corrected = this.#owner.password() !== password;
    if (!isSelfMending(error)) {
      // Learnt since it was asked for: the next step tries with it.
      if (!corrected) this.#shut(error);
      return;
    }
    this.#error = error;
    this.#show();
    this.#retry.later(error);
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
    this.#history.forget();
    try {
      await this.#owner.signal.request('closeChat', { roomId: this.#owner.roomId });
    } catch {
      // It ends with the connection at the latest.
    }
    return true;
  }

  #takeIn(messages: readonly MessageDocument[], take: () => void): void {
    this.#update(() => {
      this.#outbox.settle(messages.map(({ messageId }) => messageId));
      take();
    });
    // They may have shown that something is missing.
    void this.#convergence.run();
  }

  /** Nothing can be read or written here until it is opened again. */
  #shut(error: ClientError): void {
    this.#told = false;
    if (error.code === 'wrongPassword' || error.code === 'passwordRequired') {
      this.#owner.passwordRefused();
    }
    this.#update(() => {
      this.#become(CLOSED[error.code] ?? 'failed', error);
      this.#history.forget();
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
      ...this.#history.shown,
      pending: this.#outbox.pending,
    });
  }
}
