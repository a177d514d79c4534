/** What is in the one picture and the one sound of all that a mixer makes. */
import type { Tint } from './fakeDevices.ts';
import type { Person } from './Person.ts';

/** Far above what a pitch leaves that is not there, and far below one that is. */
const HEARD = 0.004;

/** How much of the picture has a colour, 0 to 1, and how far to the right its middle is, 0 to 1. */
export interface Patch {
  share: number;
  middle: number;
}

/** What there is of each colour in the picture of all; null where there is no such picture. */
export function patches({ tab }: Person): Promise<Record<Tint, Patch> | null> {
  return tab.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('video[data-source=mix]');
    if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const canvas = new OffscreenCanvas(160, 90);
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = { red: 0, green: 0, blue: 0, violet: 0 };
    const columns = { ...counts };
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      const [low, high] = [Math.min(red, green, blue), Math.max(red, green, blue)];
      // The page's own colours are paler than a camera's, or darker.
      if (high < 90 || high - low < 0.6 * high) continue;
      const tint =
        green === high
          ? 'green'
          : Math.min(red, blue) > 0.6 * high
            ? 'violet'
            : red === high
              ? 'red'
              : 'blue';
      counts[tint] += 1;
      columns[tint] += (at / 4) % canvas.width;
    }
    const patch = (tint: keyof typeof counts) => ({
      share: counts[tint] / (canvas.width * canvas.height),
      middle: columns[tint] / (counts[tint] || 1) / canvas.width,
    });
    return {
      red: patch('red'),
      green: patch('green'),
      blue: patch('blue'),
      violet: patch('violet'),
    };
  });
}

/** How much of the picture of all has each colour, 0 to 1; null where there is no such picture. */
export async function colours(person: Person): Promise<Record<Tint, number> | null> {
  const found = await patches(person);
  if (found === null) return null;
  const { red, green, blue, violet } = found;
  return { red: red.share, green: green.share, blue: blue.share, violet: violet.share };
}

/** Which of these pitches (Hz) are in what is played now. */
export async function heardPitches({ tab }: Person, pitches: readonly number[]): Promise<number[]> {
  const levels = await tab.evaluate((each) => ottogiTones.heard(each), pitches);
  return pitches.filter((_, index) => levels[index]! > HEARD);
}
