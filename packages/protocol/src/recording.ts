/** The things that messages about recordings speak of. */
import { z } from 'zod';
import { peerId, personId, recordingId } from './ids.ts';
import { RECORDED_SOURCES, RECORDING_END_REASONS, RECORDING_KINDS } from './recordingKinds.ts';
import { personName } from './text.ts';

export const recordingKind = z
  .enum(RECORDING_KINDS)
  .describe(
    '`sources`: what each peer shows in files of its own, as it came. `mix`: what the mixer makes of it all, picture and sound in one file.',
  );

const at = z.number().int().describe('In ms since 1970 (UTC).');

const recordingFields = {
  recordingId,
  kind: recordingKind,
  since: at.describe('When it began, in ms since 1970 (UTC).'),
  by: z.object({ personId, name: personName.nullable() }).describe('Who began it.'),
};

export const liveRecording = z
  .object(recordingFields)
  .meta({ id: 'LiveRecording', description: 'That a room is being recorded now.' });

export const recordedFile = z
  .object({
    file: z
      .string()
      .regex(/^[\w-]{1,64}\.\w{1,8}$/)
      .describe('Its name, made by the server.'),
    sizeBytes: z.number().int().min(0),
    whole: z
      .boolean()
      .describe(
        'False while it is written, until a moment after its publication or the recording; of a `mix` until after the recording.',
      ),
    content: z
      .object({
        peerId,
        personId,
        name: personName,
        source: z
          .enum(RECORDED_SOURCES)
          .describe('What it holds; of a `mix` picture and sound, and the peer is the mixer.'),
        beganMs: z.number().describe('When it begins, in ms since the recording began.'),
        lengthMs: z.number().min(0),
      })
      .nullable()
      .describe('Whose publication it holds; null for a file of the whole recording.'),
  })
  .meta({ id: 'RecordedFile', description: 'One file of a recording.' });

export const recording = z
  .object({
    ...recordingFields,
    endedAt: at.nullable().describe('Null while it goes on.'),
    endReason: z.enum(RECORDING_END_REASONS).nullable().describe('Null while it goes on.'),
    files: z.array(recordedFile).describe('Those that there are by now.'),
  })
  .meta({ id: 'Recording', description: 'What was recorded of a room.' });

export type LiveRecording = z.output<typeof liveRecording>;
export type RecordedFile = z.output<typeof recordedFile>;
export type RecordingDocument = z.output<typeof recording>;
