/** Who may enter, and what they may do there. */
import { z } from 'zod';
import { source } from './media.ts';
import { NAME_MAX_LENGTH } from './names.ts';
import { SOURCES } from './sources.ts';
import { personName, roomName } from './text.ts';

/** More than anybody lists, and few enough to be looked through for every room. */
const MOST_ROOMS = 100;

export const roomPattern = z
  .string()
  .min(1)
  .max(2 * NAME_MAX_LENGTH)
  .describe('A name in which `*` stands for any characters, or none.');

export const grants = z
  .object({
    rooms: z
      .array(roomName)
      .max(MOST_ROOMS)
      .describe('Rooms that may be entered, seen and read, by name. A `*` in it is a star.'),
    roomPatterns: z
      .array(roomPattern)
      .max(MOST_ROOMS)
      .describe('More of them, by pattern; `*` alone is every room.'),
    name: personName.nullable().describe('How one is called here; null where one may choose.'),
    publish: z.array(source).max(SOURCES.length).describe('What one may show.'),
    subscribe: z.boolean().describe('Whether one receives what others show and write.'),
    chat: z.boolean().describe('Whether one may write, and send files.'),
    moderate: z.boolean().describe('Whether one may do in every granted room what its owner may.'),
    admin: z.boolean().describe("Whether one may read the server's own state by HTTP."),
  })
  .meta({
    id: 'Grants',
    description:
      'What a session may do. Of rooms that its grants do not name it hears nothing, and whatever it asks of them is answered as if they were not there.',
  });

export type Grants = z.output<typeof grants>;
