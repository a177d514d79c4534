/** The keys of the page: one table, from which the keyboard, the help and the tooltips are made. */

export type Command =
  | 'toggleMicrophone'
  | 'pushToTalk'
  | 'toggleDeafened'
  | 'toggleCamera'
  | 'toggleScreen'
  | 'toggleHand'
  | 'leave'
  | 'toggleLayout'
  | 'toggleFullScreen'
  | 'toggleStatistics'
  | 'toggleChat'
  | 'toggleSidebar'
  | 'openSwitcher'
  | 'previousRoom'
  | 'nextRoom'
  | 'openSettings'
  | 'openHelp';

export interface Shortcut {
  readonly command: Command;
  /** Such as `M`, `Ctrl+Shift+D`, `Space`; the first of a command is the one that tooltips show. */
  readonly keys: readonly string[];
}

export interface ShortcutGroup {
  readonly group: 'talk' | 'look' | 'move';
  readonly shortcuts: readonly Shortcut[];
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    group: 'talk',
    shortcuts: [
      { command: 'toggleMicrophone', keys: ['M', 'Ctrl+D'] },
      { command: 'pushToTalk', keys: ['Space'] },
      { command: 'toggleDeafened', keys: ['Ctrl+Shift+D'] },
      { command: 'toggleCamera', keys: ['V', 'Ctrl+E'] },
      { command: 'toggleScreen', keys: ['D'] },
      { command: 'toggleHand', keys: ['R'] },
    ],
  },
  {
    group: 'look',
    shortcuts: [
      { command: 'toggleLayout', keys: ['W'] },
      { command: 'toggleFullScreen', keys: ['F', 'S'] },
      { command: 'toggleStatistics', keys: ['T', 'A'] },
      { command: 'toggleChat', keys: ['C'] },
      { command: 'toggleSidebar', keys: ['P'] },
    ],
  },
  {
    group: 'move',
    shortcuts: [
      { command: 'openSwitcher', keys: ['Ctrl+K'] },
      { command: 'previousRoom', keys: ['Alt+ArrowUp'] },
      { command: 'nextRoom', keys: ['Alt+ArrowDown'] },
      { command: 'openSettings', keys: ['Ctrl+,'] },
      { command: 'openHelp', keys: ['?'] },
    ],
  },
];

/** Beside `M` and `Ctrl+D`, what Discord's people have in their fingers. */
const ALIASES: readonly Shortcut[] = [{ command: 'toggleMicrophone', keys: ['Ctrl+Shift+M'] }];

/** Does something as long as the key is down. */
export function isHeld(command: Command): boolean {
  return command === 'pushToTalk';
}

/** The key that tooltips show. */
export function shortcutOf(command: Command): string | undefined {
  return ALL.find((shortcut) => shortcut.command === command)?.keys[0];
}

/** Keys alone, which are letters while somebody types. */
export function isSingle(keys: string): boolean {
  return !keys.includes('+') || keys === '+';
}

const ALL: readonly Shortcut[] = [...SHORTCUTS.flatMap(({ shortcuts }) => shortcuts), ...ALIASES];

const COMMANDS = new Map(
  ALL.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)),
);

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'
>;

/**
 * A key press as the table writes it. Letters go by their place on the keyboard: with a Korean
 * input method `key` is a Hangul letter. A modifier alone is a key of its own.
 */
export function keysOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  if (key === '?' && !ctrlKey && !metaKey && !altKey) return '?';
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const name = letter ?? (code === 'Space' ? 'Space' : code === 'Comma' ? ',' : key);
  const modifiers = [
    ...((ctrlKey || metaKey) && key !== 'Control' ? ['Ctrl'] : []),
    ...(altKey && key !== 'Alt' ? ['Alt'] : []),
    ...(shiftKey && key !== 'Shift' ? ['Shift'] : []),
  ];
  return [...modifiers, name].join('+');
}

export function commandOf(keys: string): Command | undefined {
  return COMMANDS.get(keys);
}
