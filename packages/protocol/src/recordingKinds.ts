/** Apart from the schemas, so that a page can use it without the validator. */

/** How a room can be recorded. */
export const RECORDING_KINDS = ['sources'] as const;

/** Why a recording is over. */
export const RECORDING_END_REASONS = [
  'stopped',
  'deserted',
  'tooLong',
  'storageFull',
  'serverClosing',
  'serverLost',
] as const;

export type RecordingEndReason = (typeof RECORDING_END_REASONS)[number];
