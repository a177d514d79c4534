/** Filling the screen (https://fullscreen.spec.whatwg.org/). */
import type { Screen } from '../../model/call/CallView.ts';

/**
 * The whole page goes full screen, and the stage covers it: menus, toasts and dialogs stay in sight,
 * which they would not over a single element. Where the browser refuses (iPhones), the stage fills
 * the page all the same.
 */
export const pageScreen: Screen = {
  fill() {
    const page = document.documentElement as Partial<HTMLElement>;
    page.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => undefined);
  },
  restore() {
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  },
  onRestored(listener) {
    document.addEventListener('fullscreenchange', () => {
      if (!document.fullscreenElement) listener();
    });
    // Where the page only fills its window, Escape is ours to hear.
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) listener();
    });
  },
};
