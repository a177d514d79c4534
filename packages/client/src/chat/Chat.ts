import type { AckData, FileDocument, MessageDocument, Notification } from '@ottogi/protocol';
import type { Action } from '../reduce.ts';
import type { Requests } from '../Signal.ts';
import type { RoomState } from '../state.ts';
import type { Store } from '../Store.ts';
import { ChatRoom } from './ChatRoom.ts';
import type { Draft } from './Outbox.ts';
import { ReadMarks } from './ReadMarks.ts';
import { upload } from './upload.ts';

export interface ChatOwner {
  readonly signal: Requests;
  /** Where the server is, as `https://host`; empty for the page's origin. */
  readonly serverUrl: string;
  state(): RoomState;
  dispatch(action: Action): void;
  /** Live, in a chat that is open. */
  posted(message: MessageDocument): void;
}

/**
 * Reading and writing in rooms, whether or not one is in their calls. What there is to show is in
 * `state.chats`, by room.
 */
export class Chat {
  readonly #owner: ChatOwner;
  readonly #readMarks: ReadMarks;
  readonly #rooms = new Map<string, ChatRoom>();
  readonly #passwords = new Map<string, string>();
  #online = false;

  constructor(owner: ChatOwner) {
    this.#owner = owner;
    this.#readMarks = new ReadMarks(owner.signal);
  }

  /**
   * Opens a room's chat, and keeps it open until `close`, through every loss of the connection. How
   * it goes, `status` in the state tells: after `passwordRequired` call it again with one.
   */
  open(roomId: string, { password }: { password?: string } = {}): void {
    const room = this.#room(roomId);
    if (password !== undefined && !room.isOpen) this.#passwords.set(roomId, password);
    room.open();
  }

  /** Takes it out of the state. What is still to be sent is sent. */
  close(roomId: string): void {
    this.#rooms.get(roomId)?.close();
  }

  /**
   * Puts a message among the room's `pending` at once, and sends it as soon as it can be: again and
   * again after a loss, and never twice. A chat that is not open is opened.
   */
  send(roomId: string, draft: Draft): void {
    if (!this.#rooms.get(roomId)?.isShown) this.open(roomId);
    this.#room(roomId).send(draft);
  }

  /** Sends a message again whose status is `failed`. */
  retry(messageId: string): void {
    for (const room of this.#rooms.values()) if (room.retry(messageId)) return;
  }

  /** Takes back a message that is still pending, and ends its uploads. */
  discard(messageId: string): void {
    for (const room of this.#rooms.values()) if (room.discard(messageId)) return;
  }

  /** @throws ClientError `forbidden`, `emptyMessage`, `notFound`, `storeUnavailable`, … */
  async edit(roomId: string, messageSeq: number, text: string): Promise<void> {
    await this.#owner.signal.request('editMessage', { roomId, messageSeq, text }, ({ message }) =>
      this.#rooms.get(roomId)?.take([message]),
    );
  }

  /** Its place stays. @throws ClientError `forbidden`, `notFound`, `storeUnavailable`, … */
  async remove(roomId: string, messageSeq: number): Promise<void> {
    await this.#owner.signal.request('deleteMessage', { roomId, messageSeq }, ({ message }) =>
      this.#rooms.get(roomId)?.take([message]),
    );
  }

  /**
   * Extends the messages in the state towards the beginning; once they are many, the newest leave
   * it. Does nothing where there are none.
   * @throws ClientError `storeUnavailable`, `serverUnreachable`, `timeout`, …
   */
  async loadOlder(roomId: string): Promise<void> {
    await this.#rooms.get(roomId)?.load('older');
  }

  /** The same towards the newest. @throws ClientError */
  async loadNewer(roomId: string): Promise<void> {
    await this.#rooms.get(roomId)?.load('newer');
  }

  /** Puts the messages around this one into the state. @throws ClientError `notFound`, … */
  async show(roomId: string, messageSeq: number): Promise<void> {
    await this.#rooms.get(roomId)?.show(messageSeq);
  }

  /** Puts the newest messages into the state, and follows them again. @throws ClientError */
  async showNewest(roomId: string): Promise<void> {
    await this.#rooms.get(roomId)?.showNewest();
  }

  /**
   * Finds messages, the newest first, that hold every one of these words or parts of words. For the
   * next page give the `messageSeq` of the last one found.
   * @throws ClientError
   */
  search(roomId: string, text: string, before?: number): Promise<AckData<'searchMessages'>> {
    return this.#owner.signal.request('searchMessages', { roomId, text, before });
  }

  /** Everything up to this message has been seen; it never goes back. */
  markRead(roomId: string, messageSeq: number): void {
    if (messageSeq <= this.#readSeq(roomId)) return;
    this.#owner.dispatch({ type: 'roomRead', roomId, messageSeq });
    this.#readMarks.mark(roomId, messageSeq);
  }

  /** Where a file of a message can be fetched. Whoever has this address can. */
  fileUrl({ fileId, name }: FileDocument): string {
    return `${this.#server}/files/${fileId}/${encodeURIComponent(name)}`;
  }

  /** For the client itself: requests can be made from now on. */
  connected(): void {
    this.#online = true;
    for (const room of this.#rooms.values()) room.connected();
    this.#readMarks.connected();
  }

  /** For the client itself. */
  disconnected(): void {
    this.#online = false;
    for (const room of this.#rooms.values()) room.disconnected();
    this.#readMarks.disconnected();
  }

  /** For the client itself: nobody uses it any more. What is not sent waits for another connection. */
  stop(): void {
    this.disconnected();
    for (const room of this.#rooms.values()) room.stop();
  }

  /** For the client itself: notifications were lost. */
  catchUp(): void {
    for (const room of this.#rooms.values()) room.catchUp();
  }

  /** For the client itself. */
  notified(notification: Notification): void {
    const roomId = roomOf(notification);
    const room = roomId === null ? undefined : this.#rooms.get(roomId);
    if (!room) return;
    room.notified(notification);
    if (notification.name === 'messagePosted' && room.isOpen) {
      this.#owner.posted(notification.data.message);
    }
  }

  /** For the client itself: the room's call was entered with it. */
  learnPassword(roomId: string, password: string): void {
    this.#passwords.set(roomId, password);
    const status = this.#owner.state().chats.get(roomId)?.status;
    if (status === 'passwordRequired' || status === 'wrongPassword')
      this.#rooms.get(roomId)?.open();
  }

  passwordOf(roomId: string): string | undefined {
    return this.#passwords.get(roomId);
  }

  #room(roomId: string): ChatRoom {
    const known = this.#rooms.get(roomId);
    if (known) return known;
    const owner = this.#owner;
    const room: ChatRoom = new ChatRoom({
      roomId,
      signal: owner.signal,
      password: () => this.#passwords.get(roomId),
      passwordRefused: () => this.#passwords.delete(roomId),
      fileMaxBytes: () => {
        const { connection } = owner.state();
        return connection.status === 'connected' ? connection.fileMaxBytes : null;
      },
      upload: (uploadId, file, options) =>
        upload(`${this.#server}/api/uploads/${uploadId}`, file, options),
      changed: (chat) => owner.dispatch({ type: 'chatChanged', roomId, chat }),
      stored: ({ messageSeq }) => {
        // One knows what one wrote, but not what one has not seen before it.
        if (this.#readSeq(roomId) >= messageSeq - 1) this.markRead(roomId, messageSeq);
      },
      ended: () => {
        if (this.#rooms.get(roomId) === room) this.#rooms.delete(roomId);
      },
    });
    this.#rooms.set(roomId, room);
    if (this.#online) room.connected();
    return room;
  }

  #readSeq(roomId: string): number {
    return this.#owner.state().person?.readSeqs[roomId] ?? 0;
  }

  get #server(): string {
    return this.#owner.serverUrl.replace(/\/+$/, '');
  }
}

/** Of a client: what there is to read stands in the store. */
export function createChat(signal: Requests, store: Store, serverUrl: string): Chat {
  return new Chat({
    signal,
    serverUrl,
    state: () => store.state,
    dispatch: (action) => store.dispatch(action),
    posted: (message) => store.emit('messagePosted', { message }),
  });
}

function roomOf({ name, data }: Notification): string | null {
  switch (name) {
    case 'messagePosted':
    case 'messageChanged':
      return data.message.roomId;
    case 'chatClosed':
    case 'roomClosed':
      return data.roomId;
    default:
      return null;
  }
}
