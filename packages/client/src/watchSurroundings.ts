import { watchPage } from './pageLifetime.ts';
import { watchNetwork } from './watchNetwork.ts';

export interface SurroundingsOwner {
  pageHidden(): void;
  pageShown(): void;
  networkChanged(): void;
}

/** Tells what goes on around a client; returns how to stop. */
export function watchSurroundings(owner: SurroundingsOwner): () => void {
  const stopPage = watchPage(
    () => owner.pageHidden(),
    () => owner.pageShown(),
  );
  const stopNetwork = watchNetwork(() => owner.networkChanged());
  return () => {
    stopPage();
    stopNetwork();
  };
}
