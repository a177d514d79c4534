import { useEffect } from 'react';
import { commandOf, isHeld, isSingle, keysOf } from '../model/shortcuts.ts';
import { useApp } from './app.ts';
import { type Commands, useCommands } from './useCommands.ts';

const TYPED_INTO = 'input, textarea, select, [contenteditable]';
/** There keys have a meaning of their own: letters find an item, Space presses. */
const POPUP = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const CONTROL = 'a[href], button, summary, [role="button"], [role="tab"], [tabindex="0"]';

/** Listens to the keyboard of the whole page. */
export function useShortcuts(): void {
  const { preferences } = useApp();
  const commands = useCommands();
  useEffect(() => {
    const keyboard = new Keyboard(commands, () => {
      const { singleKeys, call } = preferences.getSnapshot();
      return { singleKeys, talkCode: call.pushToTalkKey ?? 'Space' };
    });
    const down = (event: KeyboardEvent) => keyboard.down(event);
    const up = (event: KeyboardEvent) => keyboard.up(event);
    const letGo = () => keyboard.letGo();
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', letGo);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
      letGo();
    };
  }, [commands, preferences]);
}

interface Liking {
  singleKeys: boolean;
  /** The key of push to talk, as `KeyboardEvent.code`. */
  talkCode: string;
}

class Keyboard {
  readonly #commands: Commands;
  readonly #liking: () => Liking;
  /** The key that is down and holds push to talk. */
  #heldCode: string | null = null;

  constructor(commands: Commands, liking: () => Liking) {
    this.#commands = commands;
    this.#liking = liking;
  }

  down(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const { singleKeys, talkCode } = this.#liking();
    const keys = keysOf(event);
    const command = event.code === talkCode && isSingle(keys) ? 'pushToTalk' : commandOf(keys);
    if (!command || (isSingle(keys) && !isFree(event, command, singleKeys))) return;
    event.preventDefault();
    if (event.repeat) return;
    if (isHeld(command)) this.#heldCode = event.code;
    this.#commands[command](true);
  }

  up(event: KeyboardEvent): void {
    if (event.code === this.#heldCode) this.letGo();
  }

  /** Also when the window loses the focus: the key may come up elsewhere. */
  letGo(): void {
    if (this.#heldCode === null) return;
    this.#heldCode = null;
    this.#commands.pushToTalk(false);
  }
}

/** Whether a single key is the page's, and not a letter or the press of a button. */
function isFree(event: KeyboardEvent, command: string, singleKeys: boolean): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPED_INTO) || document.querySelector(POPUP)) return false;
  if (event.code === 'Space' && target?.closest(CONTROL)) return false;
  return singleKeys || command === 'pushToTalk';
}
