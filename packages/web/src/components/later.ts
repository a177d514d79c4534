import { type ComponentType, createElement, type FC, use } from 'react';

/** Draws nothing until its code is there; what stands around it (`Part`) says so meanwhile. */
export type LaterComponent<Props> = FC<Props> & {
  /** Loads the code ahead, where it is likely to be needed soon. A failure shows when it is. */
  preload: () => void;
};

/** The server is away, or has another version of the page by now. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}

const failed = new Set<() => void>();

/** What could not be loaded is tried again when it is shown the next time. */
export function forgetFailures(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/** A component that is no part of the first view: `later(() => import('./X.tsx').then((of) => of.X))`. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LaterComponent<Props> {
  let loading: Promise<ComponentType<Props>> | null = null;
  // A failure is kept: React asks again and again for what it waits for, and has to hear the same.
  const loaded = () =>
    (loading ??= load().catch((cause: unknown) => {
      failed.add(() => (loading = null));
      throw new LoadError('a part of the page could not be loaded', { cause });
    }));
  function Later(props: Props) {
    return createElement(use(loaded()), props);
  }
  return Object.assign(Later, {
    preload: () => {
      loaded().catch(() => {});
    },
  });
}
