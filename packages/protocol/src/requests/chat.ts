/** Writing and reading in a room, in its call or not. */
import { z } from 'zod';
import { file, message, messageSeq } from '../chat.ts';
import { fileId, messageId, roomId, uploadId } from '../ids.ts';
import { MESSAGE_MAX_FILES, MESSAGES_MAX } from '../limits.ts';
import { fileName, messageText, password, searchText } from '../text.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const ERRORS = [
  'notFound',
  'passwordRequired',
  'banned',
  'storeUnavailable',
  'tooManyRequests',
] as const;
const limit = z.number().int().min(1).max(MESSAGES_MAX);

export const chatRequests = {
  openChat: {
    summary:
      "Asks for a room's messages: the newest now, and what comes and changes from here on as `messagePosted` and `messageChanged`. After a loss of the connection, `since` brings what was missed.",
    data: z.object({
      roomId,
      password: password.optional(),
      limit: limit.default(50),
      since: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe('The `revision` up to which everything is known.'),
    }),
    ack: z.object({
      messages: z
        .array(message)
        .describe(
          'Ascending. Without `since` the newest; with it everything that is new or changed.',
        ),
      revision: z.number().int().describe('Changes up to this one are in the answer.'),
      complete: z
        .boolean()
        .describe(
          'False where more was missed than one answer holds: the messages are the newest then, and what is older must be asked for anew.',
        ),
    }),
    errors: [...ERRORS, 'wrongPassword'],
  },
  closeChat: {
    summary: "Wants to hear no more of a room's messages.",
    data: z.object({ roomId }),
    ack: nothing,
    errors: [],
  },
  sendMessage: {
    summary:
      'Posts a message, stored before it is acked. Sent again under the same `messageId` it is the same message, and the ack the same too.',
    data: z.object({
      roomId,
      messageId,
      text: messageText,
      replyTo: messageSeq.nullable().default(null),
      fileIds: z.array(fileId).max(MESSAGE_MAX_FILES).default([]),
    }),
    ack: z.object({ message }),
    errors: [...ERRORS, 'emptyMessage', 'nameRequired', 'tooManyRooms'],
  },
  editMessage: {
    summary: "Changes the text of one's own message.",
    data: z.object({ roomId, messageSeq, text: messageText }),
    ack: z.object({ message }),
    errors: [...ERRORS, 'forbidden', 'emptyMessage'],
  },
  deleteMessage: {
    summary:
      "Takes one's own message back; who moderates a room may take back any. Its place stays, its text and files are gone.",
    data: z.object({ roomId, messageSeq }),
    ack: z.object({ message }),
    errors: [...ERRORS, 'forbidden'],
  },
  getMessages: {
    summary: 'Pages through what was said: before a message, after it, or around it.',
    data: z.object({
      roomId,
      from: messageSeq.describe('Where to look from.'),
      direction: z
        .enum(['before', 'after', 'around'])
        .describe(
          '`before` and `after` leave out the message itself; `around` has it in the middle.',
        ),
      limit: limit.default(50),
    }),
    ack: z.object({ messages: z.array(message).describe('Ascending.') }),
    errors: ERRORS,
  },
  searchMessages: {
    summary:
      'Finds messages that hold every one of these words, or parts of words, whatever their case and width.',
    data: z.object({
      roomId,
      text: searchText,
      before: messageSeq.optional().describe('Only messages before this one: the next page.'),
      limit: limit.default(25),
    }),
    ack: z.object({
      messages: z.array(message).describe('Descending: the newest first.'),
      more: z.boolean(),
    }),
    errors: ERRORS,
  },
  createUpload: {
    summary:
      'Asks for leave to upload a file: `PUT /api/uploads/<uploadId>` with the bytes as its body, within the hour. The answer to that is the file, or an error; afterwards a message can carry it.',
    data: z.object({ roomId, name: fileName, sizeBytes: z.number().int().min(1) }),
    ack: z.object({ uploadId }),
    errors: [...ERRORS, 'fileTooLarge', 'storageFull', 'tooManyRooms'],
  },
} as const satisfies Record<string, RequestDefinition>;

/** What `PUT /api/uploads/<uploadId>` answers. */
export const uploadAnswer = z.object({ file });
