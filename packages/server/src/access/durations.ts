const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Minutes, hours and days, as in `90m`, `2h`, `1d12h`, in ms; null for anything else. */
export function parseDuration(text: string): number | null {
  if (!/^(\d{1,6}[mhd])+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+)([mhd])/g)];
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS_MS[unit!]!, 0);
  return ms > 0 ? ms : null;
}
