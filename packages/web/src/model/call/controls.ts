/** Which buttons of a call stand in the bar, and which wait in the menu behind “more”. */

/** By importance: where there is little room, the last ones go first. */
export const CONTROLS = [
  'microphone',
  'camera',
  'screen',
  'deafen',
  'hand',
  'chat',
  'reactions',
  'layout',
  'people',
] as const;

export type Control = (typeof CONTROLS)[number];

/** Those of which one must never lose sight. */
const ALWAYS: ReadonlySet<Control> = new Set(['microphone', 'camera']);

/** Of buttons, in pixels at the page's usual font size. Some have a second, narrow part. */
const BUTTON = 48;
const CHOOSER = 24;
const GAP = 6;
const WITH_CHOOSER: ReadonlySet<Control> = new Set(['microphone', 'camera', 'screen']);
/** “More” and the wider “leave”, and what lies around the buttons. */
const FIXED = BUTTON + GAP + 56 + 30;

export interface Controls {
  bar: Control[];
  menu: Control[];
  /** Whether buttons have their choosers beside them; else the settings have what they offer. */
  choosers: boolean;
}

/** `width` in pixels of the usual font size; `available`: what this browser can do at all. */
export function controlsFor(width: number, available: ReadonlySet<Control>): Controls {
  const controls = CONTROLS.filter((control) => available.has(control));
  const widthOf = (control: Control, choosers: boolean) =>
    BUTTON + GAP + (choosers && WITH_CHOOSER.has(control) ? CHOOSER : 0);
  // Choosers are worth a button less, but not a bar of nothing else.
  const choosers = width >= FIXED + 5 * (BUTTON + GAP) + 3 * CHOOSER;
  let left = width - FIXED;
  const bar: Control[] = [];
  for (const control of controls) {
    left -= widthOf(control, choosers);
    if (left < 0 && !ALWAYS.has(control)) break;
    bar.push(control);
  }
  return { bar, menu: controls.filter((control) => !bar.includes(control)), choosers };
}
