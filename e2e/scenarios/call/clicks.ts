/** Clicks quicker than any hand: from within the page, where nothing has to be looked for first. */
import type { Person } from '../../support/Person.ts';

type Control = 'microphone' | 'camera' | 'screen';

/** One after the other, so many times, a picture of the page apart: nothing starts as fast as that. */
export function clickQuickly(
  { tab }: Person,
  controls: readonly Control[],
  times: number,
): Promise<void> {
  return tab.evaluate(
    async ([names, rounds]) => {
      for (let round = 0; round < rounds; round += 1) {
        for (const name of names) {
          document.querySelector<HTMLElement>(`[data-control=${name}]`)!.click();
          await new Promise(requestAnimationFrame);
        }
      }
    },
    [controls, times] as const,
  );
}

/** Again and again, each time as soon as its button says what the last click did. */
export function turnOnAndOff({ tab }: Person, control: Control, times: number): Promise<void> {
  return tab.evaluate(
    async ([name, rounds]) => {
      const button = document.querySelector<HTMLElement>(`[data-control=${name}]`)!;
      const becomes = (on: boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if ((button.dataset['status'] === 'live') === on) resolve();
            else requestAnimationFrame(look);
          };
          look();
        });
      for (let round = 0; round < rounds; round += 1) {
        for (const on of [true, false]) {
          button.click();
          await becomes(on);
        }
      }
    },
    [control, times] as const,
  );
}
