/** What is typed about a room, and what it changes. */
import type { RoomDocument, TopologyRule } from '@ottogi/client';
import { cleanName, cleanText } from '@ottogi/protocol';

export interface RoomDraft {
  name: string;
  topic: string;
  password: string;
  /** Takes the password away. */
  open: boolean;
  limit: string;
  lobby: boolean;
  topologyRule: TopologyRule;
  /** Only of a new room can that be changed. */
  encrypted: boolean;
  /** Instead of a key that is made at random. */
  passphrase: string;
}

export interface RoomChange {
  name?: string;
  topic?: string;
  password?: string | null;
  peerLimit?: number | null;
  lobby?: boolean;
  topologyRule?: TopologyRule;
}

const MOST_PLACES = 1000;

export const PASSPHRASE_MIN_LENGTH = 16;

/** @param usual How new rooms connect people. */
export function draftOf(room: RoomDocument | null, name: string, usual: TopologyRule): RoomDraft {
  const { topic = '', peerLimit = null, lobby = false } = room ?? {};
  const { topologyRule = usual, encrypted = false } = room ?? {};
  const limit = peerLimit?.toString() ?? '';
  const secrets = { password: '', open: false, passphrase: '' };
  return { name, topic, limit, lobby, topologyRule, encrypted, ...secrets };
}

/** A passphrase that is typed at all is to be worth something: whoever relays it can guess. */
export function isPassphrase(typed: string): boolean {
  return typed.trim() === '' || typed.trim().length >= PASSPHRASE_MIN_LENGTH;
}

/** A number of places, null for any number, undefined for what is neither. */
export function readLimit(typed: string): number | null | undefined {
  const text = typed.normalize('NFKC').trim();
  if (text === '') return null;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MOST_PLACES ? limit : undefined;
}

/** Only what is other than it is: a name that stays needs no check, and a password stays unsaid. */
export function changesOf(room: RoomDocument | null, draft: RoomDraft): RoomChange {
  const name = cleanName(draft.name.toWellFormed());
  const topic = cleanText(draft.topic.toWellFormed());
  const peerLimit = readLimit(draft.limit) ?? null;
  const password = draft.open ? null : draft.password || undefined;
  return {
    ...(name === room?.name ? {} : { name }),
    ...(topic === room?.topic ? {} : { topic }),
    ...(peerLimit === room?.peerLimit ? {} : { peerLimit }),
    ...(password === undefined ? {} : { password }),
    ...(draft.lobby === room?.lobby ? {} : { lobby: draft.lobby }),
    ...(draft.topologyRule === room?.topologyRule ? {} : { topologyRule: draft.topologyRule }),
  };
}
