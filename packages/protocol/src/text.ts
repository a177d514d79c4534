import { z } from 'zod';
import { cleanName, NAME_MAX_LENGTH } from './names.ts';

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
