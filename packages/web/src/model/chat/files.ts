/** Files on their way into a message, and pictures in one. */
import { MESSAGE_MAX_FILES } from '@ottogi/protocol';

export type Refusal =
  | { reason: 'tooLarge'; name: string }
  | { reason: 'empty'; name: string }
  | { reason: 'tooMany' };

/** What may be added to files that are there already, and the first reason why something may not. */
export function addFiles(
  present: readonly File[],
  added: readonly File[],
  mostBytes: number,
): { files: readonly File[]; refusal: Refusal | null } {
  const files = [...present];
  let refusal: Refusal | null = null;
  for (const file of added) {
    const reason = refusalOf(file, files.length, mostBytes);
    if (reason) refusal ??= reason;
    else files.push(file);
  }
  return { files, refusal };
}

function refusalOf({ name, size }: File, present: number, mostBytes: number): Refusal | null {
  if (present >= MESSAGE_MAX_FILES) return { reason: 'tooMany' };
  if (size === 0) return { reason: 'empty', name };
  return size > mostBytes ? { reason: 'tooLarge', name } : null;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people say it: 1.4 MB. */
export function sizeText(bytes: number, language: string): string {
  const exponent = bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3);
  const unit = UNITS[Math.min(exponent, UNITS.length - 1)]!;
  const value = bytes / 1000 ** UNITS.indexOf(unit);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

const MOST_WIDTH = 320;
const MOST_HEIGHT = 280;

/** How large a picture stands in a chat: its own shape, no larger than it is, or than fits. */
export function thumbnailSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
