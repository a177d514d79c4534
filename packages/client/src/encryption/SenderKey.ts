import { type Bytes, toBase64Url, fromBase64Url } from './bytes.ts';
import { BASE_KEY_BYTES, ratchet } from './sframe.ts';

/** How far one generation is ratcheted: its step is the last byte of a key's id. */
export const STEPS = 256;

/** Random, and more than anybody lives through: they fit a number together with the step. */
const MOST_GENERATIONS = 2 ** 40;

/**
 * What one peer seals its frames with (RFC 9605, section 5.1, "sender keys"). A new generation is
 * random and says nothing of those before and after it; a step within one follows from the step
 * before, and says nothing of that.
 */
export interface SenderKey {
  readonly generation: number;
  readonly step: number;
  readonly baseKey: Bytes;
}

export function freshKey(generation: number): SenderKey {
  return { generation, step: 0, baseKey: crypto.getRandomValues(new Uint8Array(BASE_KEY_BYTES)) };
}

/** Null where the generation is used up. */
export async function nextStep({
  generation,
  step,
  baseKey,
}: SenderKey): Promise<SenderKey | null> {
  if (step + 1 >= STEPS) return null;
  return { generation, step: step + 1, baseKey: await ratchet(baseKey) };
}

/** The key's id in frames. */
export function kidOf({ generation, step }: Pick<SenderKey, 'generation' | 'step'>): number {
  return generation * STEPS + step;
}

export function ofKid(kid: number): Pick<SenderKey, 'generation' | 'step'> {
  return { generation: Math.floor(kid / STEPS), step: kid % STEPS };
}

/** As it is handed on, sealed. */
export function writeKey({ generation, step, baseKey }: SenderKey): object {
  return { generation, step, key: toBase64Url(baseKey) };
}

/** Null for what is no key. */
export function readKey(fields: Readonly<Record<string, unknown>>): SenderKey | null {
  const { generation, step, key } = fields;
  if (!isBelow(generation, MOST_GENERATIONS) || !isBelow(step, STEPS)) return null;
  if (typeof key !== 'string') return null;
  const baseKey = fromBase64Url(key);
  return baseKey.length === BASE_KEY_BYTES ? { generation, step, baseKey } : null;
}

function isBelow(value: unknown, end: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < end;
}
