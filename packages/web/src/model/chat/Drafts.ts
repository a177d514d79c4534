/** What one is about to write, room by room: it waits while one looks elsewhere. */
import type { Memory } from '../memory.ts';

export interface Draft {
  readonly text: string;
  readonly files: readonly File[];
  /** The `messageSeq` of the message that is answered, or changed. */
  readonly replyTo: number | null;
  readonly editing: number | null;
}

export const EMPTY_DRAFT: Draft = { text: '', files: [], replyTo: null, editing: null };

/** Texts outlive a reload of the tab. Files cannot, and what is being changed need not. */
export class Drafts {
  readonly #memory: Pick<Memory, 'drafts' | 'keepDrafts'>;
  readonly #listeners = new Set<() => void>();
  readonly #drafts = new Map<string, Draft>();
  /** What was being written when a message began to be changed. */
  readonly #aside = new Map<string, Draft>();

  constructor(memory: Pick<Memory, 'drafts' | 'keepDrafts'>) {
    this.#memory = memory;
    for (const [roomId, text] of Object.entries(memory.drafts)) {
      this.#drafts.set(roomId, { ...EMPTY_DRAFT, text });
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(roomId: string): Draft {
    return this.#drafts.get(roomId) ?? EMPTY_DRAFT;
  }

  change(roomId: string, change: Partial<Draft>): void {
    this.#drafts.set(roomId, { ...this.of(roomId), ...change });
    this.#changed();
  }

  clear(roomId: string): void {
    if (this.#drafts.delete(roomId)) this.#changed();
  }

  /** Changes a message that was sent; what was being written waits meanwhile. */
  edit(roomId: string, messageSeq: number, text: string): void {
    const draft = this.of(roomId);
    if (draft.editing === null) this.#aside.set(roomId, draft);
    this.#drafts.set(roomId, { ...EMPTY_DRAFT, text, editing: messageSeq });
    this.#changed();
  }

  /** Goes back to what was being written. Does nothing where that is no message's change. */
  stopEditing(roomId: string): void {
    if (this.of(roomId).editing === null) return;
    this.#drafts.set(roomId, this.#aside.get(roomId) ?? EMPTY_DRAFT);
    this.#aside.delete(roomId);
    this.#changed();
  }

  #changed(): void {
    const written = new Map([...this.#drafts, ...this.#aside]);
    const texts = [...written].filter(([, { text, editing }]) => text && editing === null);
    this.#memory.keepDrafts(Object.fromEntries(texts.map(([roomId, { text }]) => [roomId, text])));
    for (const listener of this.#listeners) listener();
  }
}
