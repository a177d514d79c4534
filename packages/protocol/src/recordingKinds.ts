/** Apart from the schemas, so that a page can use it without the validator. */

import { SOURCES } from './sources.ts';

/** How a room can be recorded. */
export const RECORDING_KINDS = ['sources', 'mix'] as const;

/** What one file of a recording holds: what somebody showed, or all of it, picture and sound. */
export const RECORDED_SOURCES = [...SOURCES, 'mix'] as const;

/**
 * By which a mixer knows the recorder among its listeners: it is no peer, has no voice, and so hears
 * everybody.
 */
export const RECORDER_ID = 'recorder';

/** Why a recording is over. */
export const RECORDING_END_REASONS = [
  'stopped',
  'deserted',
  'tooLong',
  'storageFull',
  'mixerLost',
  'serverClosing',
  'serverLost',
] as const;

export type RecordingKind = (typeof RECORDING_KINDS)[number];
export type RecordedSource = (typeof RECORDED_SOURCES)[number];
export type RecordingEndReason = (typeof RECORDING_END_REASONS)[number];
