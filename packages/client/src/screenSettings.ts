import { sameFields } from './sameFields.ts';
import { fields, flag, oneOf } from './settings.ts';

export interface ScreenSettings {
  /** Sharp letters, or smooth motion. */
  content: 'text' | 'motion';
  /** Whether its sound is shared too, where the browser and the person give it. */
  sound: boolean;
}

export const DEFAULT_SCREEN: Readonly<ScreenSettings> = { content: 'text', sound: true };

/** The settings with changes; the same object if there are none. What does not fit stays as it is. */
export function changeScreen(
  settings: Readonly<ScreenSettings>,
  changes: Partial<ScreenSettings>,
): Readonly<ScreenSettings> {
  const { content, sound } = fields(changes);
  const next: ScreenSettings = {
    content: oneOf(content, ['text', 'motion'], settings.content),
    sound: flag(sound, settings.sound),
  };
  return sameFields(settings, next) ? settings : next;
}

/** What an earlier visit has stored; what does not fit becomes the default. */
export function parseScreenSettings(stored: unknown): Readonly<ScreenSettings> {
  return changeScreen(DEFAULT_SCREEN, fields(stored));
}
