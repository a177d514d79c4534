/** How loud each person is heard, as plain JSON that a page may store. Pure. */
import { bounded } from '../settings.ts';

/** A person's voice, and the sound of what they share. */
export type Heard = 'voice' | 'stream';

export interface Loudness {
  /** 0 to 2; 1 leaves it as it comes. */
  volume: number;
  /** For oneself alone; nobody else notices. */
  muted: boolean;
}

/** By `personId`. What is as usual is left out. */
export type Volumes = Readonly<Record<string, Readonly<Partial<Record<Heard, Loudness>>>>>;

export const VOLUME_MAX = 2;

const USUAL: Loudness = { volume: 1, muted: false };
const HEARD: readonly Heard[] = ['voice', 'stream'];

export function loudness(volumes: Volumes, personId: string, what: Heard): Loudness {
  return (Object.hasOwn(volumes, personId) ? volumes[personId]?.[what] : undefined) ?? USUAL;
}

/** The volumes with one of them changed; the same object if it is no change. */
export function changeLoudness(
  volumes: Volumes,
  personId: string,
  what: Heard,
  change: Partial<Loudness>,
): Volumes {
  const before = loudness(volumes, personId, what);
  const { volume, muted } = { ...before, ...change };
  const after: Loudness = { volume: bounded(volume, 0, VOLUME_MAX, before.volume), muted };
  if (after.volume === before.volume && after.muted === before.muted) return volumes;
  const { [personId]: person, ...others } = volumes;
  const { [what]: _former, ...rest } = person ?? {};
  const isUsual = after.volume === USUAL.volume && !after.muted;
  const next = isUsual ? rest : { ...rest, [what]: after };
  return Object.keys(next).length === 0 ? others : { ...others, [personId]: next };
}

/** What a page had stored, as far as it makes sense. */
export function parseVolumes(stored: unknown): Volumes {
  let volumes: Volumes = {};
  for (const [personId, person] of Object.entries(fields(stored))) {
    for (const what of HEARD) {
      const { volume, muted } = fields(fields(person)[what]);
      volumes = changeLoudness(volumes, personId, what, {
        ...(typeof volume === 'number' ? { volume } : {}),
        muted: muted === true,
      });
    }
  }
  return volumes;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
