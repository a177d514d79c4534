/** Keeping what is seen and heard in a room; for those who moderate it. */
import { z } from 'zod';
import { recordingId, roomId } from '../ids.ts';
import { recording, liveRecording, recordingKind } from '../recording.ts';
import { nothing, type RequestDefinition } from './definition.ts';

const ERRORS = ['notFound', 'forbidden', 'storeUnavailable', 'tooManyRequests'] as const;

export const recordingRequests = {
  startRecording: {
    summary:
      'Begins to record the call of a room. One whose media goes from peer to peer moves over the server first, and stays there for as long as it is recorded. Everybody sees that it is recorded by `recording` in the room, before they enter too. Of kind `mix` it is acknowledged once there is a mix, which may take some seconds. It ends by `stopRecording`, when the last one leaves, when it is as long as may be, when the disk is nearly full, or when no mix can be had any more.',
    data: z.object({ roomId, kind: recordingKind.default('sources') }),
    ack: z.object({ recording: liveRecording }),
    errors: [
      ...ERRORS,
      'encryptedRoom',
      'wrongState',
      'tooManyRooms',
      'tooManyRecordings',
      'storageFull',
      'recorderMissing',
      'mediaUnavailable',
      'mixerUnavailable',
    ],
  },
  stopRecording: {
    summary: 'Ends the recording of a room. Its files are whole a moment later.',
    data: z.object({ roomId }),
    ack: nothing,
    errors: [...ERRORS, 'wrongState'],
  },
  getRecordings: {
    summary:
      'What was recorded in a room, the newest first. The files are read at `GET /recordings/<ticket>/<recordingId>/<file>`, in parts too (`Range`), by whoever has the ticket and still moderates the room.',
    data: z.object({ roomId }),
    ack: z.object({
      ticket: z.string().describe('Opens these files for an hour. Unguessable.'),
      recordings: z.array(recording),
    }),
    errors: ERRORS,
  },
  deleteRecording: {
    summary: 'Deletes a recording that is over, with its files.',
    data: z.object({ roomId, recordingId }),
    ack: nothing,
    errors: [...ERRORS, 'wrongState'],
  },
} as const satisfies Record<string, RequestDefinition>;
