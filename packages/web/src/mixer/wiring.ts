/** Who is heard in which sound of a mix. Pure. */

/** A voice, or the sound of a shared screen. */
export interface Voice {
  /** Names it among all. */
  key: string;
  peerId: string;
}

export interface Wires {
  /** Of everybody, for all who have no sound of their own. */
  common: string[];
  /** By listener: everybody but themselves. */
  own: Map<string, string[]>;
}

/**
 * Nobody is to hear themselves. Whoever speaks has a sound of their own, and until they hear that,
 * they may still hear the common one: so their voice is not in it yet.
 * @param own Those for whom a sound is made.
 * @param settled Those of them who hear it.
 */
export function wiresOf(
  voices: readonly Voice[],
  own: Iterable<string>,
  settled: ReadonlySet<string>,
): Wires {
  const listeners = [...own];
  const waiting = new Set(listeners.filter((peerId) => !settled.has(peerId)));
  return {
    common: voices.filter(({ peerId }) => !waiting.has(peerId)).map(({ key }) => key),
    own: new Map(
      listeners.map((listener) => [
        listener,
        voices.filter(({ peerId }) => peerId !== listener).map(({ key }) => key),
      ]),
    ),
  };
}
