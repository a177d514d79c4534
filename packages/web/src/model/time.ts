/** Times, as people say them. */

const DAY_MS = 86_400_000;

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['year', 365 * DAY_MS],
];

/** “5 minutes ago”, “yesterday”. Both times are in ms since 1970. */
export function timeAgo(at: number, now: number, language: string): string {
  const passed = Math.max(0, now - at);
  const [unit, lengthMs] = STEPS.findLast(([, step]) => passed >= step) ?? STEPS[0]!;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return format.format(-Math.floor(passed / lengthMs), unit);
}

/** A format costs as much as the rest of a message: each is made once. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A point in time (ms since 1970) as `Intl.DateTimeFormat` spells it. */
export function formatTime(
  at: number,
  language: string,
  style: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle'>,
): string {
  const key = [language, style.dateStyle, style.timeStyle].join();
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, style);
  formats.set(key, format);
  return format.format(at);
}

/** How long something is, as players say it: 1:02:03, or 2:03. */
export function lengthText(ms: number): string {
  const all = Math.floor(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  if (hours === 0) return `${minutes}:${padded(seconds)}`;
  return `${hours}:${padded(minutes)}:${padded(seconds)}`;
}

function padded(count: number): string {
  return String(count).padStart(2, '0');
}

/** The day in the local time zone, to tell days apart. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** How many days before today: 0 today, 1 yesterday. */
export function daysBefore(at: number, now: number): number {
  return (dayNumber(now) - dayNumber(at)) / DAY_MS;
}

/** The local date as if it were one of UTC, where all days are alike. */
function dayNumber(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
