import { z } from 'zod';
import { REPORT_TEXT_MAX_LENGTH } from './limits.ts';
import { cleanName, cleanText, MESSAGE_MAX_LENGTH, NAME_MAX_LENGTH } from './names.ts';

/** How much may come in before cleaning; past that nobody meant a name. */
const RAW_NAME_MAX_LENGTH = 1024;

function nameSchema(what: string) {
  return z
    .string()
    .max(RAW_NAME_MAX_LENGTH)
    .refine((raw) => raw.isWellFormed(), { error: 'has half of a surrogate pair', abort: true })
    .overwrite(cleanName)
    .min(1)
    .max(NAME_MAX_LENGTH)
    .describe(
      `${what}: 1 to ${NAME_MAX_LENGTH} characters once invisible ones and surplus spaces are removed.`,
    );
}

export const personName = nameSchema('The name of a person');
export const roomName = nameSchema('The name of a room; case and width do not distinguish rooms');

/** Text of more than a line. */
function textSchema(what: string, minLength: number, maxLength: number) {
  return z
    .string()
    .max(4 * maxLength)
    .refine((raw) => raw.isWellFormed(), { error: 'has half of a surrogate pair', abort: true })
    .overwrite(cleanText)
    .min(minLength)
    .max(maxLength)
    .describe(
      `${what}: ${minLength} to ${maxLength} characters once invisible ones are removed. Line breaks stay.`,
    );
}

export const messageText = textSchema('The text of a message', 0, MESSAGE_MAX_LENGTH);
export const searchText = textSchema('What to look for', 1, 200);
export const topic = textSchema('What a room is for', 0, 200);
export const reportText = textSchema('What is wrong', 0, REPORT_TEXT_MAX_LENGTH);
export const fileName = z
  .string()
  .max(RAW_NAME_MAX_LENGTH)
  .refine((raw) => raw.isWellFormed(), { error: 'has half of a surrogate pair', abort: true })
  .overwrite(cleanName)
  .min(1)
  .max(255)
  .describe('The name that a file had at its sender: to be shown, never a path.');

/** As typed: what it looks like does not matter, and it is stored as a hash only. */
export const password = z
  .string()
  .min(1)
  .max(128)
  .refine((raw) => raw.isWellFormed(), { error: 'has half of a surrogate pair' })
  .describe('The password of a room.');
