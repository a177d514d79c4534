import type { ReactNode } from 'react';

interface ToastAction {
  label: string;
  run: () => void;
}

export interface ToastOptions {
  title: string;
  text?: string;
  look?: 'plain' | 'good' | 'bad';
  icon?: ReactNode;
  /** What can be done about it. */
  action?: ToastAction;
  otherAction?: ToastAction;
  /** Until it goes by itself; 0 for never. */
  durationMs?: number;
  /** A second toast of one id replaces the first. */
  id?: string;
}

export interface Toasts {
  /** Returns the toast's id. */
  show(options: ToastOptions): string;
  hide(id: string): void;
}

/** Takes toasts from the first moment on, and keeps them until there is something that shows them. */
export class ToastQueue implements Toasts {
  readonly #waiting = new Map<string, ToastOptions>();
  #shownBy: Toasts | null = null;
  #count = 0;
  #onWaiting: () => void = () => {};

  readonly show = (options: ToastOptions): string => {
    const id = options.id ?? `toast-${++this.#count}`;
    if (this.#shownBy) return this.#shownBy.show({ ...options, id });
    this.#waiting.set(id, { ...options, id });
    this.#onWaiting();
    return id;
  };

  readonly hide = (id: string): void => {
    this.#waiting.delete(id);
    this.#shownBy?.hide(id);
  };

  /** Calls `listener` when a toast waits for somebody to show it; returns how to stop. */
  onWaiting(listener: () => void): () => void {
    this.#onWaiting = listener;
    if (this.#waiting.size > 0) listener();
    return () => {
      this.#onWaiting = () => {};
    };
  }

  /** From now on `shownBy` shows them; returns how to stop. */
  attach(shownBy: Toasts): () => void {
    this.#shownBy = shownBy;
    for (const options of this.#waiting.values()) shownBy.show(options);
    this.#waiting.clear();
    return () => {
      this.#shownBy = null;
    };
  }
}
