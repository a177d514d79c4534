/** What outlives the process, as the rest of the server knows it. */
import type {
  BanDocument,
  FileDocument,
  MessageDocument,
  PersonDocument,
  RecordingEndReason,
  RecordingKind,
  TopologyRule,
} from '@ottogi/protocol';

export interface RoomRecord {
  roomId: string;
  name: string;
  topic: string;
  position: number;
  /** Null where nobody made it on purpose. */
  ownerId: string | null;
  /** As `rooms/passwords.ts` makes it; null where there is none. */
  passwordHash: string | null;
  /** Who moderates it besides its owner. */
  moderatorIds: readonly string[];
  locked: boolean;
  lobby: boolean;
  peerLimit: number | null;
  /** Whether its peers encrypt from end to end. It never changes. */
  encrypted: boolean;
  topologyRule: TopologyRule;
  /** In ms since 1970, as all times here. */
  createdAt: number;
}

/** A ban, also one whose time is over, with what people are not shown of it. */
export interface BanRecord extends BanDocument {
  /** Where they came from, as `limits/address.ts` writes it; kept out for a shorter time. */
  addresses: readonly string[];
  addressesUntil: number;
  /** How often this person was removed from the room until now. */
  removals: number;
}

/** A room, and how far its chat has come. */
export interface StoredRoom extends RoomRecord {
  /** 0 while nothing was said. */
  lastMessageSeq: number;
  revision: number;
}

export interface PersonRecord extends PersonDocument {
  createdAt: number;
  seenAt: number;
}

export interface NewMessage {
  roomId: string;
  messageId: string;
  personId: string;
  name: string;
  hue: number;
  text: string;
  replyTo: number | null;
  fileIds: readonly string[];
  at: number;
}

/** Part of one room's messages; each bound leaves out the message that it names. */
export interface MessageRange {
  roomId: string;
  before?: number;
  after?: number;
  limit: number;
  /** Which end of the range the limit keeps; the answer ascends in any case. */
  keep: 'oldest' | 'newest';
}

export interface FileRecord extends FileDocument {
  roomId: string;
  personId: string;
  uploadedAt: number;
}

/** What was recorded of a room; which files it has stands in its folder. */
export interface RecordingRecord {
  recordingId: string;
  roomId: string;
  kind: RecordingKind;
  /** Who began it. */
  by: { personId: string; name: string | null };
  since: number;
  /** Both null while it goes on. */
  endedAt: number | null;
  endReason: RecordingEndReason | null;
}

/**
 * Every promise resolves once it is on the disk, and not before. Reads see all writes that were
 * asked for before them.
 * @throws StoreError from everything
 */
export interface Store {
  rooms(): Promise<StoredRoom[]>;
  /** Adds or replaces a room; its messages stay. */
  putRoom(room: RoomRecord): Promise<void>;
  /** With its messages, bans, and records of files and recordings; resolves to the ids of those files. */
  deleteRoom(roomId: string): Promise<string[]>;

  person(personId: string): Promise<PersonRecord | null>;
  putPerson(person: PersonRecord): Promise<void>;

  bans(): Promise<(BanRecord & { roomId: string })[]>;
  /** Adds or replaces it. @throws StoreError `missing` if there is no such room. */
  putBan(ban: BanRecord & { roomId: string }): Promise<void>;
  deleteBan(roomId: string, personId: string): Promise<void>;

  /**
   * Stores a message under the room's next `messageSeq` and `revision`, and ties its files to it. A
   * message of this room, person and `messageId` that is there already is the answer, unchanged.
   * A file that is named twice is in it once.
   * @throws StoreError `missing` if there is no such room, no message to reply to, or a file is not
   *   this person's, not of this room, or in another message.
   */
  postMessage(message: NewMessage): Promise<{ message: MessageDocument; isNew: boolean }>;
  /** Null if there is no such message. */
  message(roomId: string, messageSeq: number): Promise<MessageDocument | null>;
  /** Gives it the room's next `revision`. @throws StoreError `missing`, also if it is deleted. */
  editMessage(
    roomId: string,
    messageSeq: number,
    change: { text: string; at: number },
  ): Promise<MessageDocument>;
  /**
   * Leaves its place without text and files; `fileIds` are those it had. Deleted already, it stays
   * as it is.
   * @throws StoreError `missing`
   */
  deleteMessage(
    roomId: string,
    messageSeq: number,
    at: number,
  ): Promise<{ message: MessageDocument; fileIds: string[] }>;
  messages(range: MessageRange): Promise<MessageDocument[]>;
  /**
   * At most `limit` messages with a revision above this one, ascending by it; and the revision that
   * the room has come to, 0 where there is no such room.
   */
  messagesSince(
    roomId: string,
    revision: number,
    limit: number,
  ): Promise<{ messages: MessageDocument[]; revision: number }>;
  /**
   * Descending by `messageSeq`; messages that hold every word of the text, as a word or as part of
   * one, whatever its case and width. None for a text without words.
   */
  searchMessages(
    roomId: string,
    text: string,
    options: { before?: number; limit: number },
  ): Promise<MessageDocument[]>;

  /** Adds or replaces it. @throws StoreError `missing` if there is no such room. */
  putFile(file: FileRecord): Promise<void>;
  file(fileId: string): Promise<FileRecord | null>;
  /** Of all files together. */
  filesBytes(): Promise<number>;
  /** Forgets files that were uploaded before this moment and that no message carries; their ids. */
  deleteLooseFiles(before: number): Promise<string[]>;
  /** The ids of every file on record. */
  fileIds(): Promise<string[]>;

  recordings(): Promise<RecordingRecord[]>;
  /** Adds or replaces it. @throws StoreError `missing` if there is no such room. */
  putRecording(recording: RecordingRecord): Promise<void>;
  deleteRecording(recordingId: string): Promise<void>;

  /** Resolves when everything asked for is on the disk. Afterwards every method rejects. */
  close(): Promise<void>;
}

/**
 * `unavailable`: the disk is full, the database locked or broken, as `cause` says; nothing was
 * changed, unless the store broke down on the way from the disk to the answer. `missing`: what the
 * method needs is not there; nothing was changed.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: 'unavailable' | 'missing';

  constructor(code: 'unavailable' | 'missing', message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
