import type { AckData, MessageDocument, Notification, RequestData } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { CallClosedReason } from '../rooms/Call.ts';
import { mayModerate } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomKeeper } from '../rooms/RoomKeeper.ts';
import type { Visitor } from '../rooms/Visitor.ts';
import { fromStore } from '../store/fromStore.ts';
import type { Store } from '../store/Store.ts';

/** Whoever reads a chat: a session. */
export interface Reader extends Visitor {
  readonly connected: boolean;
  notify(notification: Notification): void;
}

/** Whoever writes in one. */
export interface Writer extends Visitor {
  readonly name: string | null;
  readonly hue: number;
}

/** More than this was missed: whoever comes back starts from the newest messages. */
const MOST_MISSED = 200;

type ClosedReason = 'passwordChanged' | 'banned' | 'roomDeleted';

export interface ChatOptions {
  store: Store;
  keeper: RoomKeeper;
  /** Deletes files that no message carries any more. */
  removeFiles: (fileIds: string[]) => void;
}

/** What is said in writing: stored first, then told to those who opened the room's chat, in order. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #readers = new Map<Room, Set<Reader>>();

  constructor(options: ChatOptions) {
    this.#options = options;
    options.keeper.on('guarded', (room) => this.#dismissThoseWhoMayNot(room));
  }

  /** @throws RequestError `passwordRequired`, `wrongPassword`, `banned`, `storeUnavailable` */
  async open(
    reader: Reader,
    room: Room,
    { password, since, limit }: RequestData<'openChat'>,
  ): Promise<AckData<'openChat'>> {
    await room.admit(reader, password);
    // Gone meanwhile, it would never be forgotten.
    if (!reader.connected) throw new RequestError('notFound', 'whoever asked is gone');
    // Before anything is read, so that nothing is said unheard in between.
    this.#readersOf(room).add(reader);
    const missed = since === undefined ? null : await this.#missed(room, since);
    if (missed) return { ...missed, complete: true };
    const messages = await this.#newest(room, limit);
    const revision = Math.max(0, ...messages.map((message) => message.revision));
    return { messages, revision, complete: since === undefined };
  }

  close(reader: Reader, room: Room): void {
    const readers = this.#readers.get(room);
    readers?.delete(reader);
    if (readers?.size !== 0) return;
    this.#readers.delete(room);
    room.off('closed', this.#onRoomClosed);
  }

  /** A session is gone. */
  forget(reader: Reader): void {
    for (const room of this.#readers.keys()) this.close(reader, room);
  }

  /** @throws RequestError `emptyMessage`, `nameRequired`, `notFound`, `storeUnavailable`, … */
  async send(
    writer: Writer,
    room: Room,
    { text, messageId, replyTo, fileIds }: RequestData<'sendMessage'>,
  ): Promise<MessageDocument> {
    room.check(writer);
    const { name, hue, personId } = writer;
    if (name === null) throw new RequestError('nameRequired', 'say a name first');
    if (text === '' && fileIds.length === 0) throw nothingToSee();
    // Nothing was ever said in a room that is not stored, so there is nothing to refer to.
    if (!room.stored && (replyTo !== null || fileIds.length > 0)) {
      throw new RequestError('notFound', 'there is no such message or file in this room');
    }
    // Written in, a room stays, whoever leaves it.
    await this.#options.keeper.keep(room);
    room.check(writer);
    const { roomId } = room;
    const { message, isNew } = await fromStore(
      this.#options.store.postMessage({
        roomId,
        messageId,
        personId,
        name,
        hue,
        text,
        replyTo,
        fileIds: [...new Set(fileIds)],
        at: Date.now(),
      }),
    );
    if (isNew) {
      room.advanced(message.messageSeq);
      this.#tell(room, { name: 'messagePosted', data: { message } });
    }
    return message;
  }

  /** @throws RequestError `forbidden`, `emptyMessage`, `notFound`, `storeUnavailable`, … */
  async edit(
    writer: Visitor,
    room: Room,
    { messageSeq, text }: RequestData<'editMessage'>,
  ): Promise<MessageDocument> {
    const known = await this.#readable(writer, room, messageSeq);
    if (known.personId !== writer.personId) throw notYours();
    if (text === '' && known.files.length === 0) throw nothingToSee();
    if (text === known.text) return known;
    const change = { text, at: Date.now() };
    const message = await fromStore(
      this.#options.store.editMessage(room.roomId, messageSeq, change),
    );
    this.#tell(room, { name: 'messageChanged', data: { message } });
    return message;
  }

  /** @throws RequestError `forbidden`, `notFound`, `storeUnavailable`, … */
  async delete(writer: Visitor, room: Room, messageSeq: number): Promise<MessageDocument> {
    const known = await this.#readable(writer, room, messageSeq);
    const mayDelete = known.personId === writer.personId || mayModerate(room.record, writer);
    if (!mayDelete) throw notYours();
    const { store, removeFiles } = this.#options;
    const deletion = store.deleteMessage(room.roomId, messageSeq, Date.now());
    const { message, fileIds } = await fromStore(deletion);
    removeFiles(fileIds);
    this.#tell(room, { name: 'messageChanged', data: { message } });
    return message;
  }

  /** @throws RequestError `passwordRequired`, `banned`, `storeUnavailable` */
  async page(
    reader: Visitor,
    room: Room,
    { from, direction, limit }: RequestData<'getMessages'>,
  ): Promise<MessageDocument[]> {
    room.check(reader);
    const { roomId } = room;
    const before = (count: number, until: number) =>
      this.#range({ roomId, before: until, limit: count, keep: 'newest' });
    const after = (count: number, since: number) =>
      this.#range({ roomId, after: since, limit: count, keep: 'oldest' });
    switch (direction) {
      case 'before':
        return before(limit, from);
      case 'after':
        return after(limit, from);
      case 'around': {
        const older = Math.floor(limit / 2);
        const [head, tail] = await Promise.all([
          older > 0 ? before(older, from) : [],
          after(limit - older, from - 1),
        ]);
        return [...head, ...tail];
      }
    }
  }

  /** @throws RequestError `passwordRequired`, `banned`, `storeUnavailable` */
  async search(
    reader: Visitor,
    room: Room,
    { text, before, limit }: RequestData<'searchMessages'>,
  ): Promise<AckData<'searchMessages'>> {
    room.check(reader);
    const bounds = before === undefined ? {} : { before };
    const found = await fromStore(
      this.#options.store.searchMessages(room.roomId, text, { ...bounds, limit: limit + 1 }),
    );
    return { messages: found.slice(0, limit), more: found.length > limit };
  }

  #newest({ roomId }: Room, limit: number): Promise<MessageDocument[]> {
    return this.#range({ roomId, limit, keep: 'newest' });
  }

  /** Null where it is too much for one answer, or of a room that a backup has set back since. */
  async #missed(
    { roomId }: Room,
    since: number,
  ): Promise<{ messages: MessageDocument[]; revision: number } | null> {
    const { store } = this.#options;
    const read = store.messagesSince(roomId, since, MOST_MISSED + 1);
    const { messages, revision } = await fromStore(read);
    if (messages.length > MOST_MISSED || revision < since) return null;
    return { messages: messages.toSorted((a, b) => a.messageSeq - b.messageSeq), revision };
  }

  #range(range: Parameters<Store['messages']>[0]): Promise<MessageDocument[]> {
    return fromStore(this.#options.store.messages(range));
  }

  async #readable(reader: Visitor, room: Room, messageSeq: number): Promise<MessageDocument> {
    room.check(reader);
    const message = await fromStore(this.#options.store.message(room.roomId, messageSeq));
    if (message) return message;
    throw new RequestError('notFound', `there is no message ${messageSeq} in this room`);
  }

  #tell(room: Room, notification: Notification): void {
    for (const reader of this.#readers.get(room) ?? []) reader.notify(notification);
  }

  #readersOf(room: Room): Set<Reader> {
    const known = this.#readers.get(room);
    if (known) return known;
    const readers = new Set<Reader>();
    this.#readers.set(room, readers);
    room.on('closed', this.#onRoomClosed);
    return readers;
  }

  readonly #onRoomClosed = (reason: CallClosedReason, room: Room): void => {
    if (reason !== 'roomDeleted') return;
    for (const reader of this.#readers.get(room) ?? []) this.#dismiss(reader, room, reason);
  };

  #dismissThoseWhoMayNot(room: Room): void {
    for (const reader of this.#readers.get(room) ?? []) {
      try {
        room.check(reader);
      } catch (error) {
        const banned = error instanceof RequestError && error.code === 'banned';
        this.#dismiss(reader, room, banned ? 'banned' : 'passwordChanged');
      }
    }
  }

  #dismiss(reader: Reader, room: Room, reason: ClosedReason): void {
    this.close(reader, room);
    reader.notify({ name: 'chatClosed', data: { roomId: room.roomId, reason } });
  }
}

function nothingToSee(): RequestError {
  return new RequestError('emptyMessage', 'a message needs text that can be seen, or a file');
}

function notYours(): RequestError {
  return new RequestError('forbidden', 'this message is somebody else’s');
}
