import { Ffmpeg } from '../../recordings/Ffmpeg.ts';
import type { Check } from '../Check.ts';
import { fine, type Judgement, warning } from '../Finding.ts';

/** Whether rooms can be recorded: ffmpeg writes what is recorded, and ffprobe looks at it. */
export const recorder: Check = {
  id: 'recorder',
  slow: true,
  run: async ({ config: { recordings } }) => {
    const version = new Ffmpeg(recordings.ffmpeg).version();
    return judgeRecorder(await version.catch(() => null));
  },
};

export function judgeRecorder(version: string | null): Judgement {
  if (version !== null) return fine(`Rooms can be recorded, by ffmpeg ${version}`);
  return warning(
    'There is no ffmpeg on this machine',
    'Nobody can record a room; everything else works.',
    'sudo apt-get install -y ffmpeg   (or set OTTOGI_FFMPEG to where it is)',
  );
}
