import { CHROMIUM_MEND, findChromium } from '../../media/mixers/findChromium.ts';
import type { Check } from '../Check.ts';
import { fine, type Judgement, problem, warning } from '../Finding.ts';

export const mixer: Check = {
  id: 'mixer',
  run: async ({ config: { mixers } }) =>
    judgeMixer(mixers.chromium, findChromium(mixers.chromium), mixers.most),
};

/** @param found Where it is; null where it is not. */
export function judgeMixer(setting: string | null, found: string | null, most: number): Judgement {
  if (setting === 'off') return fine('Rooms are not mixed, as OTTOGI_CHROMIUM says');
  if (found !== null) return fine(`${found} mixes up to ${most} ${most === 1 ? 'room' : 'rooms'}`);
  if (setting !== null) {
    return problem(
      `There is no Chromium at ${setting}`,
      'Nobody can have everybody in one picture, though OTTOGI_CHROMIUM asks for it.',
      `unset OTTOGI_CHROMIUM, and ${CHROMIUM_MEND}`,
    );
  }
  return warning(
    'There is no Chromium here, which mixes rooms',
    'Who has a weak connection, or wants to save data, cannot have everybody in one picture.',
    `${CHROMIUM_MEND}   (or OTTOGI_CHROMIUM=off, where nobody needs it)`,
  );
}
