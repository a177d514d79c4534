import { EventEmitter } from 'node:events';
import { MODERATORS_MAX, roomKey, type RequestData } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import { fromStore } from '../store/fromStore.ts';
import type { BanRecord, RoomRecord, Store } from '../store/Store.ts';
import { hashPassword } from './passwords.ts';
import {
  requireFittingTopology,
  requireModerator,
  requireOwner,
  requireTarget,
} from './permissions.ts';
import type { Room } from './Room.ts';
import { newRoomRecord, type Rooms } from './Rooms.ts';
import type { Visitor } from './Visitor.ts';

interface RoomKeeperEvents {
  /** Who could read the room before may not be able to now. */
  guarded: [room: Room];
  /** Files that nothing refers to any more. */
  filesFreed: [fileIds: string[]];
}

/** Who is to be kept out, and for how long; null for good. */
export type BanWish = Pick<BanRecord, 'personId' | 'name' | 'addresses'> & { forMs: number | null };

/**
 * Makes, changes and deletes rooms, one after another: each change is in the store before anybody
 * hears of it.
 */
export class RoomKeeper extends EventEmitter<RoomKeeperEvents> {
  readonly #rooms: Rooms;
  readonly #store: Store;
  #last: Promise<unknown> = Promise.resolve();

  constructor(rooms: Rooms, store: Store) {
    super();
    this.#rooms = rooms;
    this.#store = store;
  }

  /** @throws RequestError `roomExists`, `tooManyRooms`, `encryptedTopology`, `storeUnavailable` */
  async create(owner: Visitor, data: RequestData<'createRoom'>): Promise<Room> {
    const { name, topic, password, peerLimit, lobby, encrypted } = data;
    const { topologyRule = this.#rooms.usualRule(data) } = data;
    requireFittingTopology({ encrypted, topologyRule });
    // Before anything waits for it: a hash takes longer than all the rest.
    const passwordHash = password === null ? null : await hashPassword(password);
    return this.#exclusive(async () => {
      this.#checkName(name);
      const record = newRoomRecord({
        name,
        topic,
        passwordHash,
        peerLimit,
        lobby,
        topologyRule,
        encrypted,
        ownerId: owner.personId,
        position: this.#rooms.nextPosition(),
      });
      // Nobody sees it yet, but the name is taken: whoever joins by it meanwhile comes here.
      const room = this.#rooms.add(record, { stored: false, lastMessageSeq: 0 });
      await this.#save(room, record);
      return room;
    });
  }

  /** @throws RequestError `forbidden`, `roomExists`, `tooManyRooms`, `encryptedTopology`, `storeUnavailable` */
  async update(visitor: Visitor, room: Room, changes: RequestData<'updateRoom'>): Promise<void> {
    const { roomId: _roomId, password, ...plain } = changes;
    requireRightTo(changes, room, visitor);
    const guard = await passwordChange(password);
    await this.#change(room, async () => {
      requireRightTo(changes, room, visitor);
      requireFittingTopology({ ...room.record, ...defined(plain) });
      if (plain.name !== undefined && roomKey(plain.name) !== roomKey(room.name)) {
        this.#checkName(plain.name);
        // Taken at once, or a join would open another room of that name meanwhile.
        this.#rooms.reserveName(room, plain.name);
      }
      try {
        await this.#save(room, { ...room.record, ...defined(plain), ...guard });
      } finally {
        this.#rooms.settleName(room);
      }
      if (guard) this.emit('guarded', room);
    });
  }

  /** Lets a room stay that a join had opened. @throws RequestError `tooManyRooms`, `storeUnavailable` */
  async keep(room: Room): Promise<void> {
    if (room.stored) return;
    await this.#change(room, async () => {
      if (!room.stored) await this.#save(room, room.record);
    });
  }

  /** @throws RequestError `forbidden`, `storeUnavailable` */
  remove(visitor: Visitor, room: Room): Promise<void> {
    return this.#change(room, async () => {
      requireOwner(room.record, visitor);
      const fileIds = await fromStore(this.#store.deleteRoom(room.roomId));
      room.close('roomDeleted');
      this.emit('filesFreed', fileIds);
    });
  }

  /** @throws RequestError `forbidden`, `notFound`, `tooManyRooms`, `storeUnavailable` */
  ban(visitor: Visitor, room: Room, { forMs, ...who }: BanWish): Promise<void> {
    const { personId } = who;
    return this.#change(room, async () => {
      requireTarget(room.record, visitor, personId);
      const { moderatorIds } = room.record;
      const others = moderatorIds.filter((moderatorId) => moderatorId !== personId);
      if (!room.stored || others.length < moderatorIds.length) {
        await this.#save(room, { ...room.record, moderatorIds: others });
      }
      const ban = room.guard.ban(who, forMs, Date.now());
      await fromStore(this.#store.putBan({ ...ban, roomId: room.roomId }));
      room.keepOut(ban);
      this.emit('guarded', room);
    });
  }

  /** @throws RequestError `forbidden`, `notFound`, `storeUnavailable` */
  unban(visitor: Visitor, room: Room, personId: string): Promise<void> {
    return this.#change(room, async () => {
      requireModerator(room.record, visitor);
      const lifted = room.guard.lifted(personId, Date.now());
      if (!lifted) throw new RequestError('notFound', 'there is no such ban');
      await fromStore(this.#store.putBan({ ...lifted, roomId: room.roomId }));
      room.guard.put(lifted);
    });
  }

  /** Saves that somebody was removed, so that no restart undoes it. @throws RequestError `storeUnavailable` */
  noteRemoval(room: Room, personId: string): Promise<void> {
    return this.#change(room, async () => {
      // As it is by now: they may have been banned meanwhile.
      const record = room.guard.record(personId);
      // A room that goes with its last peer is not there after a restart.
      if (!record || !room.stored) return;
      await fromStore(this.#store.putBan({ ...record, roomId: room.roomId }));
    });
  }

  /** @throws RequestError `forbidden`, `tooManyModerators`, `tooManyRooms`, `storeUnavailable` */
  setModerator(visitor: Visitor, room: Room, personId: string, moderates: boolean): Promise<void> {
    return this.#change(room, async () => {
      const { record } = room;
      requireOwner(record, visitor);
      const others = record.moderatorIds.filter((moderatorId) => moderatorId !== personId);
      // Whoever owns it moderates it already.
      const named = moderates && personId !== record.ownerId ? [personId] : [];
      const moderatorIds = [...others, ...named];
      if (moderatorIds.length > MODERATORS_MAX) {
        throw new RequestError('tooManyModerators', `${MODERATORS_MAX} moderate this room already`);
      }
      await this.#save(room, { ...record, moderatorIds });
    });
  }

  /** The former owner moderates it from then on. @throws RequestError `forbidden`, `tooManyRooms`, `storeUnavailable` */
  handOn(visitor: Visitor, room: Room, ownerId: string): Promise<void> {
    return this.#change(room, async () => {
      const { record } = room;
      requireOwner(record, visitor);
      if (ownerId === record.ownerId) return;
      this.#rooms.checkOwner(ownerId);
      const others = record.moderatorIds.filter((moderatorId) => moderatorId !== ownerId);
      const former = record.ownerId === null ? [] : [record.ownerId];
      const moderatorIds = [...former, ...others].slice(0, MODERATORS_MAX);
      await this.#save(room, { ...record, ownerId, moderatorIds });
    });
  }

  /** @throws RequestError `tooManyRooms`, `storeUnavailable` */
  async #save(room: Room, record: RoomRecord): Promise<void> {
    await room.hold(async () => {
      if (!room.stored) this.#rooms.checkPlace(record.ownerId);
      await fromStore(this.#store.putRoom(record));
      room.saved(record);
    });
  }

  #checkName(name: string): void {
    if (!this.#rooms.named(name)) return;
    throw new RequestError('roomExists', `there is a room called ${name} already`);
  }

  /** A room cannot go while a change of it waits, and what is gone is not changed. */
  #change<T>(room: Room, task: () => Promise<T>): Promise<T> {
    return room.hold(() =>
      this.#exclusive(() => {
        if (room.closed) throw new RequestError('notFound', 'the room is gone');
        return task();
      }),
    );
  }

  #exclusive<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Door and topology are up to those who moderate, all else to the owner. @throws RequestError `forbidden` */
function requireRightTo(
  { roomId: _roomId, locked, lobby, topologyRule, ...rest }: RequestData<'updateRoom'>,
  { record }: Room,
  visitor: Visitor,
): void {
  const asked = locked ?? lobby ?? topologyRule;
  const moderates = Object.keys(defined(rest)).length === 0 && asked !== undefined;
  if (moderates) requireModerator(record, visitor);
  else requireOwner(record, visitor);
}

/** Null where the password stays as it is. */
async function passwordChange(
  password: string | null | undefined,
): Promise<Pick<RoomRecord, 'passwordHash'> | null> {
  if (password === undefined) return null;
  return { passwordHash: password === null ? null : await hashPassword(password) };
}

/** Without the fields that were left out, which would overwrite. */
function defined<T extends object>(fields: T): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
