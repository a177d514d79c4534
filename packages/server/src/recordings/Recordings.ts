import type { AckData, LiveRecording, RecordingEndReason, RecordingKind } from '@ottogi/protocol';
import type { Clock } from '../clock.ts';
import { RequestError } from '../errors.ts';
import { onDisk } from '../files/receiveBody.ts';
import { createSecretId } from '../ids.ts';
import type { Limits } from '../limits/limits.ts';
import type { Logger } from '../logger.ts';
import type { Call } from '../rooms/Call.ts';
import { mayModerate, requireModerator, requireUnencrypted } from '../rooms/permissions.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomKeeper } from '../rooms/RoomKeeper.ts';
import type { Rooms } from '../rooms/Rooms.ts';
import type { Visitor } from '../rooms/Visitor.ts';
import { fromStore } from '../store/fromStore.ts';
import type { RecordingRecord, Store } from '../store/Store.ts';
import type { Ffmpeg } from './Ffmpeg.ts';
import type { Intake } from './Intake.ts';
import { Manifest, type ManifestDocument, RECORDED_NAME } from './Manifest.ts';
import { openIntake } from './openIntake.ts';
import { Recording } from './Recording.ts';
import { recordingDocument } from './recordingDocument.ts';
import { RecordingFolders } from './RecordingFolders.ts';
import { Recovery } from './Recovery.ts';
import { Tickets } from './Tickets.ts';

/** What it needs of the store. */
export type RecordingStore = Pick<Store, 'recordings' | 'putRecording' | 'deleteRecording'>;

/** Whoever asks, by the name under which they are known. */
export type Recorder = Visitor & { readonly name: string | null };

export interface RecordingsOptions {
  store: RecordingStore;
  rooms: Rooms;
  keeper: RoomKeeper;
  /** The folder that they lie in; made where it is not there. */
  dir: string;
  ffmpeg: Ffmpeg;
  /** How many may run at a time, and how long each. */
  most: number;
  longestMs: number;
  bounds: Limits['recordings'];
  clock: Clock;
  logger: Logger;
}

/** Recordings of rooms: those that run, and those that are kept. */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #folders: RecordingFolders;
  readonly #records = new Map<string, RecordingRecord>();
  readonly #tickets: Tickets;
  /** By room; null while one is being started. */
  readonly #live = new Map<string, Recording | null>();
  /** Those that are over, and about to be whole. */
  readonly #ending = new Map<Recording, Promise<void>>();
  #recovery: Recovery | null = null;
  #closed = false;

  /** Rejects where the folder or the store cannot be used. */
  static async open(options: RecordingsOptions): Promise<Recordings> {
    const recordings = new Recordings(options, await RecordingFolders.open(options.dir));
    await recordings.#load();
    return recordings;
  }

  private constructor(options: RecordingsOptions, folders: RecordingFolders) {
    this.#options = options;
    this.#folders = folders;
    this.#tickets = new Tickets(options.clock);
    options.rooms.on('fact', (fact) => {
      if (fact.name === 'roomClosed') void this.#removeAllOf(fact.data.roomId);
    });
  }

  /** The folder where each recording has its own. */
  get dir(): string {
    return this.#folders.path;
  }

  /** Those that run, or are about to be whole, as `GET /api/state` shows them. */
  documents() {
    return this.#written().map((recording) => ({
      ...recording.live,
      roomId: recording.roomId,
      files: recording.documents(),
    }));
  }

  /**
   * @throws RequestError `forbidden`, `encryptedRoom`, `wrongState` (it is recorded already, or nobody
   *   is in it), `tooManyRecordings`, `recorderMissing`, `storageFull`, `tooManyRooms`, `storeUnavailable`,
   *   `mediaUnavailable`, `mixerUnavailable`
   */
  async start(visitor: Recorder, room: Room, kind: RecordingKind): Promise<LiveRecording> {
    requireModerator(room.record, visitor);
    requireUnencrypted(room.record, 'recording');
    this.#checkPlaces(room);
    this.#live.set(room.roomId, null);
    try {
      return await room.hold(() => this.#start(visitor, room, kind));
    } catch (error) {
      this.#live.delete(room.roomId);
      throw error;
    }
  }

  /** @throws RequestError `forbidden`, `wrongState` */
  stop(visitor: Visitor, room: Room): void {
    requireModerator(room.record, visitor);
    const recording = this.#live.get(room.roomId);
    if (!recording) throw new RequestError('wrongState', 'the room is not recorded');
    void recording.end('stopped');
  }

  /** What there is of a room, the newest first, and a ticket for its files. @throws RequestError `forbidden` */
  async list(visitor: Visitor, { roomId, record }: Room): Promise<AckData<'getRecordings'>> {
    requireModerator(record, visitor);
    const newest = this.#recordsOf(roomId).sort((a, b) => b.since - a.since);
    const written = new Set(this.#written().map(({ live }) => live.recordingId));
    const recordings = await Promise.all(
      newest.map((each) => recordingDocument(each, this.#folders, written.has(each.recordingId))),
    );
    return { ticket: this.#tickets.issue({ roomId, asker: visitor }), recordings };
  }

  /** @throws RequestError `forbidden`, `notFound`, `wrongState` (it runs), `storeUnavailable` */
  async remove(visitor: Visitor, room: Room, recordingId: string): Promise<void> {
    requireModerator(room.record, visitor);
    const record = this.#records.get(recordingId);
    if (record?.roomId !== room.roomId) throw noRecording();
    if (record.endedAt === null) throw new RequestError('wrongState', 'it is still going on');
    await this.#whole(recordingId);
    await fromStore(this.#options.store.deleteRecording(recordingId));
    this.#records.delete(recordingId);
    await this.#removeFiles(recordingId);
  }

  /** Where a file lies under `dir`, and how it is called where it is saved. @throws RequestError `notFound` */
  file(ticketId: string, recordingId: string, file: string): { path: string; name: string } {
    const ticket = this.#tickets.read(ticketId);
    const record = this.#records.get(recordingId);
    const { rooms } = this.#options;
    const room = ticket && rooms.has(ticket.roomId) ? rooms.get(ticket.roomId) : undefined;
    const may = room !== undefined && mayModerate(room.record, ticket!.asker);
    if (!may || record?.roomId !== room.roomId || !RECORDED_NAME.test(file)) throw noRecording();
    const day = new Date(record.since).toISOString().replace(/T(\d\d):(\d\d).*/, ' $1.$2');
    return { path: `${recordingId}/${file}`, name: `${room.name} ${day} ${file}` };
  }

  /** Ends those that run, and resolves when they are whole, and none uses the store any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const recording of this.#running()) void recording.end('serverClosing');
    await Promise.all(this.#ending.values());
    await this.#recovery?.close();
  }

  async #start(visitor: Recorder, room: Room, kind: RecordingKind): Promise<LiveRecording> {
    const { ffmpeg, keeper, bounds, clock } = this.#options;
    await ffmpeg.version();
    if ((await onDisk(this.#folders.freeBytes())) < bounds.startBytes) {
      throw new RequestError('storageFull', 'the disk is nearly full');
    }
    // A recording belongs to a room in the store.
    await keeper.keep(room);
    const call = this.#callOf(visitor, room);
    const intake = await openIntake(call, kind, clock.after);
    try {
      return await this.#begin(visitor, room, kind, intake);
    } catch (error) {
      intake.close();
      throw error;
    }
  }

  async #begin(
    visitor: Recorder,
    room: Room,
    kind: RecordingKind,
    intake: Intake,
  ): Promise<LiveRecording> {
    const by = { personId: visitor.personId, name: visitor.name };
    const live = { recordingId: createSecretId(), kind, since: Date.now(), by };
    const folder = await onDisk(this.#folders.make(live.recordingId));
    try {
      const manifest = new Manifest(folder, newManifest(live, room));
      await onDisk(manifest.update({}));
      await this.#save({ ...live, roomId: room.roomId, endedAt: null, endReason: null });
      this.#requireStill(visitor, room, intake);
      this.#run(this.#create(live, folder, manifest), room, intake);
      return live;
    } catch (error) {
      await this.#forget(live.recordingId);
      throw error;
    }
  }

  #create(live: LiveRecording, folder: string, manifest: Manifest): Recording {
    const { ffmpeg, bounds, longestMs, clock, logger } = this.#options;
    return new Recording(live, {
      manifest,
      folder,
      ffmpeg,
      freeBytes: () => this.#folders.freeBytes(),
      bounds,
      longestMs,
      after: clock.after,
      logger,
    });
  }

  /** Meanwhile the last one may have left, or the asker lost the right to. @throws RequestError */
  #callOf(visitor: Visitor, room: Room): Call {
    if (this.#closed) throw new RequestError('serverClosing', 'the server is shutting down');
    room.check(visitor);
    requireModerator(room.record, visitor);
    if (!room.call || room.members.length === 0) {
      throw new RequestError('wrongState', 'nobody is in the room');
    }
    return room.call;
  }

  /** The call that was made ready may be over, and another one begun. @throws RequestError */
  #requireStill(visitor: Visitor, room: Room, { call }: Intake): void {
    if (this.#callOf(visitor, room) !== call) {
      throw new RequestError('wrongState', 'everybody left meanwhile');
    }
  }

  #run(recording: Recording, room: Room, intake: Intake): void {
    const { logger } = this.#options;
    const { live, roomId } = recording;
    this.#live.set(roomId, recording);
    const { call } = intake;
    const onClosed = () => void recording.end('deserted');
    call.once('closed', onClosed);
    intake.on('feed', (feed) => recording.take(feed));
    intake.once('lost', () => void recording.end('mixerLost'));
    recording.once('ending', (reason) => {
      call.off('closed', onClosed);
      this.#live.delete(roomId);
      if (room.recording === live) room.recording = null;
      intake.removeAllListeners().close();
      logger.info({ room: room.name, recordingId: live.recordingId, reason }, 'recording ended');
      const ending = this.#finish(recording, reason);
      this.#ending.set(
        recording,
        ending.finally(() => this.#ending.delete(recording)),
      );
    });
    room.recording = live;
    logger.info({ room: room.name, recordingId: live.recordingId, by: live.by.name }, 'recording');
    for (const feed of intake.feeds) recording.take(feed);
  }

  /** Never rejects. */
  async #finish(recording: Recording, reason: RecordingEndReason): Promise<void> {
    const { live, roomId } = recording;
    // Its room may be gone, and its recordings with it.
    if (this.#records.has(live.recordingId)) {
      await this.#saveEnd({ ...live, roomId, endedAt: Date.now(), endReason: reason });
    }
    await recording.end(reason);
  }

  /** Resolves when nothing of it is written any more. */
  async #whole(recordingId: string): Promise<void> {
    for (const [{ live }, ending] of this.#ending) {
      if (live.recordingId === recordingId) await ending;
    }
  }

  /** Those that a process before this one left unfinished are over. */
  async #load(): Promise<void> {
    const { store, ffmpeg, bounds, logger } = this.#options;
    const records = await store.recordings();
    for (const record of records) this.#records.set(record.recordingId, record);
    const { reserveBytes } = bounds;
    this.#recovery = new Recovery({ folders: this.#folders, ffmpeg, reserveBytes, logger });
    for (const record of records) {
      if (record.endedAt !== null) continue;
      const endedAt = await this.#recovery.endOf(record);
      await this.#saveEnd({ ...record, endedAt, endReason: 'serverLost' });
    }
    // Those that were on record as lost before may not be whole yet.
    const lost = [...this.#records.values()].filter(({ endReason }) => endReason === 'serverLost');
    this.#recovery.start(lost.map(({ recordingId }) => recordingId));
  }

  #running(): Recording[] {
    return [...this.#live.values()].filter((recording) => recording !== null);
  }

  #written(): Recording[] {
    return [...this.#running(), ...this.#ending.keys()];
  }

  #recordsOf(roomId: string): RecordingRecord[] {
    return [...this.#records.values()].filter((record) => record.roomId === roomId);
  }

  /** @throws RequestError `wrongState`, `tooManyRecordings` */
  #checkPlaces({ roomId, call, members }: Room): void {
    const { most, bounds } = this.#options;
    if (this.#live.has(roomId)) throw new RequestError('wrongState', 'it is recorded already');
    if (!call || members.length === 0)
      throw new RequestError('wrongState', 'nobody is in the room');
    if (this.#live.size >= most) {
      throw new RequestError('tooManyRecordings', `${most} rooms are recorded already`);
    }
    if (this.#recordsOf(roomId).length >= bounds.ofRoom) {
      throw new RequestError('tooManyRecordings', `${bounds.ofRoom} are kept of this room`);
    }
  }

  /** @throws RequestError `notFound`, `storeUnavailable` */
  async #save(record: RecordingRecord): Promise<void> {
    await fromStore(this.#options.store.putRecording(record));
    this.#records.set(record.recordingId, record);
  }

  /** Never rejects: it is over, and what the store refuses is put right at the next start. */
  async #saveEnd(record: RecordingRecord): Promise<void> {
    this.#records.set(record.recordingId, record);
    try {
      await this.#options.store.putRecording(record);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'that a recording ended could not be saved');
    }
  }

  /** Never rejects. What could not be started is as if it never was. */
  async #forget(recordingId: string): Promise<void> {
    if (this.#records.delete(recordingId)) {
      await this.#options.store.deleteRecording(recordingId).catch(() => undefined);
    }
    await this.#removeFiles(recordingId);
  }

  /** Their room is gone, and the store has forgotten them with it. Never rejects. */
  async #removeAllOf(roomId: string): Promise<void> {
    const ids = this.#recordsOf(roomId).map(({ recordingId }) => recordingId);
    for (const recordingId of ids) this.#records.delete(recordingId);
    void this.#live.get(roomId)?.end('deserted');
    for (const recordingId of ids) {
      await this.#whole(recordingId);
      await this.#removeFiles(recordingId);
    }
  }

  /** Never rejects: what the disk refuses is logged. */
  async #removeFiles(recordingId: string): Promise<void> {
    try {
      await this.#folders.remove(recordingId);
    } catch (error) {
      this.#options.logger.warn({ err: error, recordingId }, 'a recording cannot be removed');
    }
  }
}

function newManifest(live: LiveRecording, { roomId, name }: Room): ManifestDocument {
  const room = { roomId, name };
  return { version: 1, ...live, room, endedAt: null, endReason: null, files: [] };
}

function noRecording(): RequestError {
  return new RequestError('notFound', 'there is no such recording, or not any more');
}
