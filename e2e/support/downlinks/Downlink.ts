import type { Person } from '../Person.ts';

/** Somebody, or how they are called. */
export type Whom = Person | string;

/** What stands beside somebody's name. */
export interface Marks {
  muted: boolean;
  speaking: boolean;
  handRaised: boolean;
  deafened: boolean;
}

/**
 * How a person finds out about the others: by their tiles and voices, each by itself, or by one
 * picture and one sound of all. Each resolves when it is so.
 */
export interface Downlink {
  /** Each of their pictures moves, and none is black. */
  sees(source: 'camera' | 'screen', people: readonly Whom[]): Promise<void>;
  /** There is neither a picture of theirs nor a place kept for one. */
  seesNone(source: string, whom: Whom): Promise<void>;
  /** It plays, and is loud enough to be heard. */
  hears(source: 'microphone' | 'screenAudio', whom: Whom): Promise<void>;
  /** For longer than anybody takes a breath there was nothing of theirs. */
  hearsNothing(source: string, whom: Whom): Promise<void>;
  /** These are there and nobody else, but for oneself. */
  isWith(people: readonly Whom[]): Promise<void>;
  findsMarks(whom: Whom, marks: Partial<Marks>): Promise<void>;
}

export function nameOf(whom: Whom): string {
  return typeof whom === 'string' ? whom : whom.name;
}

export function areSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** Whether all that is expected is so. */
export function agree<T extends object>(expected: Partial<T>, seen: T | undefined): boolean {
  return (
    seen !== undefined &&
    Object.entries(expected).every(([key, value]) => seen[key as keyof T] === value)
  );
}
