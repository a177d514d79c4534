/** How one likes the page to be, kept in the browser. */
import type { Memory } from './memory.ts';
import { type CallPreferences, readCallPreferences } from './call/preferences.ts';

export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

export interface PreferenceValues {
  /** Null where the browser's own languages decide. */
  readonly language: string | null;
  readonly theme: Theme;
  /** A sound when somebody comes, goes, writes, or raises a hand. */
  readonly sounds: boolean;
  /** Whether to tell of messages while the tab is hidden. */
  readonly notifications: boolean;
  /** Whether single keys do something; combinations always do. */
  readonly singleKeys: boolean;
  /** Whether the chat stands beside a call. */
  readonly chatOpen: boolean;
  readonly call: CallPreferences;
}

export class Preferences {
  readonly #memory: Pick<Memory, 'preferences' | 'keepPreferences'>;
  readonly #listeners = new Set<() => void>();
  #values: PreferenceValues;

  constructor(memory: Pick<Memory, 'preferences' | 'keepPreferences'>) {
    this.#memory = memory;
    this.#values = readPreferences(memory.preferences);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): PreferenceValues => this.#values;

  readonly change = (change: Partial<PreferenceValues>): void => {
    this.#values = { ...this.#values, ...change };
    this.#memory.keepPreferences(this.#values);
    for (const listener of this.#listeners) listener();
  };
}

/** What an older version of the page has kept, or nobody, becomes what this one can use. */
export function readPreferences(kept: Record<string, unknown>): PreferenceValues {
  const { language, theme } = kept;
  return {
    language: typeof language === 'string' ? language : null,
    theme: THEMES.find((known) => known === theme) ?? 'system',
    sounds: kept.sounds !== false,
    notifications: kept.notifications === true,
    singleKeys: kept.singleKeys !== false,
    chatOpen: kept.chatOpen === true,
    call: readCallPreferences(kept.call),
  };
}
