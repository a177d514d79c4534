/** The things that messages about chat speak of. */
import { z } from 'zod';
import { hue } from './documents.ts';
import { fileId, messageId, personId, roomId } from './ids.ts';
import { MESSAGE_MAX_FILES } from './limits.ts';
import { fileName, messageText, personName } from './text.ts';

export const file = z
  .object({
    fileId,
    name: fileName,
    mimeType: z
      .string()
      .max(128)
      .describe('What the content is found to be, whatever its name says.'),
    sizeBytes: z.number().int().min(0),
    width: z.number().int().min(1).optional().describe('Of an image that a page can show.'),
    height: z.number().int().min(1).optional(),
  })
  .meta({
    id: 'File',
    description:
      'A stored file, at `GET /files/<fileId>/<name>`. With a width and height it may be shown as an image; anything else is a download.',
  });

export const messageSeq = z
  .number()
  .int()
  .min(1)
  .describe("A message's place in its room: 1 for the first, without gaps.");

export const message = z
  .object({
    roomId,
    messageSeq,
    messageId,
    revision: z
      .number()
      .int()
      .describe('Counts the changes in a room: each post, edit and deletion takes the next.'),
    personId,
    name: personName.describe("The sender's name at the time."),
    hue,
    text: messageText.describe('Empty once it is deleted.'),
    replyTo: messageSeq.nullable(),
    files: z.array(file).max(MESSAGE_MAX_FILES),
    at: z.number().int().describe('When it was stored, in ms since 1970 (UTC).'),
    editedAt: z.number().int().nullable(),
    deletedAt: z.number().int().nullable(),
  })
  .meta({ id: 'Message', description: 'Something said in writing.' });

export type FileDocument = z.output<typeof file>;
export type MessageDocument = z.output<typeof message>;
