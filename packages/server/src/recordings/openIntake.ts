import type { RecordingKind } from '@ottogi/protocol';
import type { After } from '../clock.ts';
import type { Call } from '../rooms/Call.ts';
import type { Intake } from './Intake.ts';
import { MixIntake } from './MixIntake.ts';
import { SourceIntake } from './SourceIntake.ts';

/**
 * Resolves once everything that is to be recorded can be had here, or the call is over.
 * @throws RequestError `mediaUnavailable`, `mixerUnavailable`
 */
export async function openIntake(call: Call, kind: RecordingKind, after: After): Promise<Intake> {
  try {
    // What goes from browser to browser is not seen here.
    await call.route();
    return kind === 'mix' ? await MixIntake.open(call, after) : new SourceIntake(call);
  } catch (error) {
    call.letPast();
    throw error;
  }
}
