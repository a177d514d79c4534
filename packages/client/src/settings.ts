/**
 * For settings that may be anything, since pages store them and versions change: each of these takes
 * a value that fits, and else what there is.
 */

export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function oneOf<T extends string>(value: unknown, choices: readonly T[], otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

export function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

/** Taken within its bounds. */
export function bounded(value: unknown, min: number, max: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, value as number)) : otherwise;
}

/** A `MediaDeviceInfo.deviceId`; null for the browser's default. */
export function deviceOf(value: unknown, otherwise: string | null): string | null {
  if (value === null || value === '') return null;
  return typeof value === 'string' ? value : otherwise;
}
