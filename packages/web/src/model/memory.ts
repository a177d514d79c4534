/** What the browser keeps for the page: for good (localStorage), and for this tab until it closes. */
import { cleanName, roomKey } from '@ottogi/protocol';
import type { AccessKey } from './access.ts';
import { sameRoom } from './rooms.ts';

/** Devices that open by themselves when a room is entered by a click. */
export type Wish = Readonly<Record<'microphone' | 'camera', boolean>>;

/** What a tab knows of itself. A reload finds it, another tab does not. */
export interface TabMemory {
  /** The name of a link's visitor lives here, and does not replace the one of the browser's owner. */
  readonly name: string;
  /** The room in whose call this tab is. */
  readonly room: string | null;
  readonly wish: Wish;
}

export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

const NAME = 'ottogi.name';
const SECRET = 'ottogi.secret';
const ROOMS = 'ottogi.rooms';
const ACCESS = 'ottogi.access';
const PASSWORDS = 'ottogi.passwords';
const ROOM_SECRETS = 'ottogi.roomSecrets';
const PREFERENCES = 'ottogi.preferences';
const TAB = 'ottogi.tab';
const DRAFTS = 'ottogi.drafts';

const RECENT_MAX = 8;

/** As the protocol's handshake wants it. */
const SECRET_SHAPE = /^[\w-]{22,128}$/;

export class Memory {
  readonly #lasting: KeyValue;
  readonly #tab: KeyValue;

  constructor(lasting: KeyValue, tab: KeyValue) {
    this.#lasting = lasting;
    this.#tab = tab;
  }

  get name(): string {
    return cleanName(this.#lasting.getItem(NAME) ?? '');
  }

  keepName(name: string): void {
    this.#lasting.setItem(NAME, name);
  }

  /** What makes this browser the same person each time; made at the first visit. */
  secret(create: () => string): string {
    const known = this.#lasting.getItem(SECRET);
    if (known !== null && SECRET_SHAPE.test(known)) return known;
    const secret = create();
    this.#lasting.setItem(SECRET, secret);
    return secret;
  }

  /** Whatever was kept; its reader knows what fits. */
  get preferences(): Record<string, unknown> {
    return fields(parse(this.#lasting.getItem(PREFERENCES)));
  }

  keepPreferences(preferences: object): void {
    this.#lasting.setItem(PREFERENCES, JSON.stringify(preferences));
  }

  /** What lets one in here. */
  get access(): AccessKey | null {
    const { kind, value } = fields(parse(this.#lasting.getItem(ACCESS)));
    if (typeof value !== 'string' || value === '') return null;
    return { kind: kind === 'token' ? 'token' : 'password', value };
  }

  keepAccess(key: AccessKey): void {
    this.#lasting.setItem(ACCESS, JSON.stringify(key));
  }

  forgetAccess(): void {
    this.#lasting.setItem(ACCESS, 'null');
  }

  /** The password that opened a room before. */
  password(room: string): string | undefined {
    const password = this.#passwords[roomKey(room)];
    return typeof password === 'string' ? password : undefined;
  }

  keepPassword(room: string, password: string): void {
    this.#writePasswords({ ...this.#passwords, [roomKey(room)]: password });
  }

  forgetPassword(room: string): void {
    const { [roomKey(room)]: _forgotten, ...others } = this.#passwords;
    this.#writePasswords(others);
  }

  /** What a room that is encrypted from end to end was entered with. It is never sent to a server. */
  roomSecret(room: string): string | undefined {
    const secret = this.#roomSecrets[roomKey(room)];
    return typeof secret === 'string' ? secret : undefined;
  }

  keepRoomSecret(room: string, secret: string): void {
    this.#writeRoomSecrets({ ...this.#roomSecrets, [roomKey(room)]: secret });
  }

  forgetRoomSecret(room: string): void {
    const { [roomKey(room)]: _forgotten, ...others } = this.#roomSecrets;
    this.#writeRoomSecrets(others);
  }

  /** The rooms visited last, the newest first. */
  get recent(): readonly string[] {
    const rooms = parse(this.#lasting.getItem(ROOMS));
    return Array.isArray(rooms)
      ? rooms.filter((room): room is string => typeof room === 'string').slice(0, RECENT_MAX)
      : [];
  }

  remember(room: string): void {
    this.#writeRecent([room, ...this.#recentWithout(room)].slice(0, RECENT_MAX));
  }

  forget(room: string): void {
    this.#writeRecent(this.#recentWithout(room));
  }

  get tab(): TabMemory {
    const { name, room, wish } = fields(parse(this.#tab.getItem(TAB)));
    const { microphone, camera } = fields(wish);
    return {
      name: typeof name === 'string' ? cleanName(name) : '',
      room: typeof room === 'string' ? room : null,
      wish: { microphone: microphone === true, camera: camera === true },
    };
  }

  keepTab(tab: TabMemory): void {
    this.#tab.setItem(TAB, JSON.stringify(tab));
  }

  /** Texts that were begun in this tab, by `roomId`. */
  get drafts(): Record<string, string> {
    const drafts = Object.entries(fields(parse(this.#tab.getItem(DRAFTS))));
    return Object.fromEntries(
      drafts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  keepDrafts(drafts: Readonly<Record<string, string>>): void {
    this.#tab.setItem(DRAFTS, JSON.stringify(drafts));
  }

  get #passwords(): Record<string, unknown> {
    return fields(parse(this.#lasting.getItem(PASSWORDS)));
  }

  #writePasswords(passwords: Record<string, unknown>): void {
    this.#lasting.setItem(PASSWORDS, JSON.stringify(passwords));
  }

  get #roomSecrets(): Record<string, unknown> {
    return fields(parse(this.#lasting.getItem(ROOM_SECRETS)));
  }

  #writeRoomSecrets(secrets: Record<string, unknown>): void {
    this.#lasting.setItem(ROOM_SECRETS, JSON.stringify(secrets));
  }

  #recentWithout(room: string): string[] {
    return this.recent.filter((other) => !sameRoom(other, room));
  }

  #writeRecent(rooms: string[]): void {
    this.#lasting.setItem(ROOMS, JSON.stringify(rooms));
  }
}

/** Nobody else writes our keys, but an older version of the page may have. */
function parse(json: string | null): unknown {
  try {
    return json === null ? null : (JSON.parse(json) as unknown);
  } catch {
    return null;
  }
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
