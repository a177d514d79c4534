import type { AckData, MessageDocument, RequestInput } from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import type { Requests } from '../Signal.ts';
import type { ChatState } from '../state.ts';
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

export interface HistoryOwner {
  readonly roomId: string;
  readonly signal: Requests;
  changed(): void;
}

type Direction = 'older' | 'newer';

/**
 * What is known of a room's messages: a window that follows what is posted and changed, and moves
 * where it is wanted. Messages have revisions, and of each the newest one stands, whichever way and
 * in whatever order they come.
 */
export class History {
  readonly #owner: HistoryOwner;
  #window: MessageWindow = EMPTY_WINDOW;
  /** All changes up to this one are known; null where nothing is. */
  #revision: number | null = null;
  /** The newest change that was told as it happened. */
  #heardRevision = 0;
  #stale = true;
  #load: { direction: Direction; done: Promise<void> } | null = null;
  /** Requests for messages that are under way, and what was told meanwhile, which may be newer. */
  #asking = 0;
  #meanwhile: MessageDocument[] = [];

  constructor(owner: HistoryOwner) {
    this.#owner = owner;
  }

  /** There may be news that nobody has told us. */
  get stale(): boolean {
    return this.#stale;
  }

  get shown(): Pick<ChatState, 'messages' | 'hasOlder' | 'hasNewer' | 'loading'> {
    return {
      messages: this.#window.messages,
      hasOlder: hasOlder(this.#window),
      hasNewer: hasNewer(this.#window),
      loading: this.#load?.direction ?? null,
    };
  }

  /** News may have been lost. */
  doubt(): void {
    this.#stale = true;
  }

  forget(): void {
    this.#window = EMPTY_WINDOW;
    this.#revision = null;
    this.#stale = true;
  }

  /** Takes in messages that came outside of what was asked for here. */
  take(messages: readonly MessageDocument[]): void {
    if (this.#asking > 0) this.#meanwhile.push(...messages);
    if (this.#revision === null) return;
    const live = !hasNewer(this.#window);
    this.#window = withMessages(this.#window, messages);
    // It does not follow on what is here, so something in between was missed.
    if (live && hasNewer(this.#window)) this.#stale = true;
  }

  /** Takes in a message that was told as it was posted or changed. */
  hear(message: MessageDocument): void {
    this.#heardRevision = Math.max(this.#heardRevision, message.revision);
    this.take([message]);
    // Which may have shown that something is missing.
    const complete = !this.#stale && this.#asking === 0 && this.#revision !== null;
    if (complete) this.#revision = this.#heardRevision;
  }

  /**
   * Asks for everything that is not known yet, and to be told of what is new. `answered` is called in
   * the turn in which the answer arrives, to take it in if it is still wanted.
   * @throws ClientError
   */
  async catchUp(
    password: string | undefined,
    answered: (messages: readonly MessageDocument[], takeIn: () => void) => void,
  ): Promise<void> {
    const since = this.#revision ?? undefined;
    const request = { roomId: this.#owner.roomId, password, since };
    this.#stale = false;
    try {
      await this.#overlaid((overlay) =>
        this.#owner.signal.request('openChat', request, (ack) => {
          const { messages, complete } = ack;
          answered(messages, () => {
            const anew = since === undefined || !complete;
            this.#revision = this.#revisionAfter(ack);
            overlay(anew ? windowOf(messages, 0) : withMessages(this.#window, messages));
          });
        }),
      );
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  /** @throws ClientError */
  async load(direction: Direction): Promise<void> {
    while (this.#load) {
      const { done, direction: underWay } = this.#load;
      if (underWay === direction) return done;
      await done.catch(() => {});
    }
    const there = direction === 'older' ? hasOlder(this.#window) : hasNewer(this.#window);
    if (!there) return;
    const done = this.#loadPage(direction);
    this.#load = { direction, done };
    this.#owner.changed();
    try {
      await done;
    } finally {
      this.#load = null;
      this.#owner.changed();
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
        if (this.#revision !== null) overlay(change(this.#window, messages));
      }),
    );
  }

  #revisionAfter({ revision }: AckData<'openChat'>): number {
    // What was told meanwhile counts, unless something may be missing before it.
    const heard = this.#stale ? 0 : this.#heardRevision;
    return Math.max(this.#revision ?? 0, revision, heard);
  }

  /** Asks for messages. What was told while the answer was on its way is laid over it. */
  async #overlaid(
    ask: (overlay: (window: MessageWindow) => void) => Promise<unknown>,
  ): Promise<void> {
    this.#asking += 1;
    try {
      await ask((window) => {
        this.#window = withMessages(window, this.#meanwhile);
        this.#owner.changed();
      });
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#meanwhile = [];
    }
  }
}
