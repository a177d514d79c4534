/** What the frame of the page shows: which dialog is open, and whose chat one looks at. */
import type { Preferences } from './Preferences.ts';

export type SettingsTab =
  | 'voice'
  | 'video'
  | 'screen'
  | 'notifications'
  | 'appearance'
  | 'shortcuts'
  | 'network'
  | 'about';

export type ShellDialog =
  | { kind: 'settings'; tab: SettingsTab }
  | { kind: 'help' }
  | { kind: 'check' }
  | { kind: 'switcher' }
  | { kind: 'encryption' }
  | { kind: 'codes' }
  | { kind: 'createRoom'; name: string }
  | { kind: 'editRoom'; roomId: string }
  | { kind: 'deleteRoom'; roomId: string }
  | { kind: 'bans'; roomId: string }
  | { kind: 'recordings'; roomId: string };

export interface ShellState {
  readonly dialog: ShellDialog | null;
  /** The room whose chat fills the page; one may be in the call of another one meanwhile. */
  readonly looking: string | null;
  /** Whether the chat of the call's room is in sight. */
  readonly chatOpen: boolean;
  readonly sidebarOpen: boolean;
}

/** Which form of the page there is room for. */
export interface Room {
  /** Whether the sidebar and the chat lie over the call instead of beside it. */
  isNarrow(): boolean;
}

export class ShellView {
  readonly #preferences: Pick<Preferences, 'getSnapshot' | 'change'>;
  readonly #room: Room;
  readonly #listeners = new Set<() => void>();
  #state: ShellState;

  constructor(preferences: Pick<Preferences, 'getSnapshot' | 'change'>, room: Room) {
    this.#preferences = preferences;
    this.#room = room;
    const wide = !room.isNarrow();
    this.#state = {
      dialog: null,
      looking: null,
      chatOpen: wide && preferences.getSnapshot().chatOpen,
      sidebarOpen: wide,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): ShellState => this.#state;

  open(dialog: ShellDialog): void {
    this.#update({ dialog, ...(this.#room.isNarrow() ? { sidebarOpen: false } : {}) });
  }

  openSettings(tab: SettingsTab = 'voice'): void {
    this.open({ kind: 'settings', tab });
  }

  closeDialog(): void {
    this.#update({ dialog: null });
  }

  /** Opens one of those that take no word beside, or closes it if it is the one that is open. */
  toggle(kind: 'help' | 'switcher'): void {
    if (this.#state.dialog?.kind === kind) this.closeDialog();
    else this.open({ kind });
  }

  /** Reads a room's chat, wherever one is talking. */
  look(roomId: string): void {
    this.#update({ looking: roomId, ...this.#withoutDrawer() });
  }

  /** Back to the call, or home. */
  lookAway(): void {
    this.#update({ looking: null, ...this.#withoutDrawer() });
  }

  toggleChat(): void {
    this.setChatOpen(!this.#state.chatOpen);
  }

  setChatOpen(chatOpen: boolean): void {
    // On a small screen the chat covers the call: nobody wants to find it like that next time.
    if (!this.#room.isNarrow()) this.#preferences.change({ chatOpen });
    this.#update({ chatOpen });
  }

  toggleSidebar(): void {
    this.#update({ sidebarOpen: !this.#state.sidebarOpen });
  }

  closeDrawer(): void {
    this.#update(this.#withoutDrawer());
  }

  /** The window became narrow or wide: what lay beside the call must not cover it now. */
  roomChanged(narrow: boolean): void {
    const wide = !narrow;
    const chatOpen = wide && this.#preferences.getSnapshot().chatOpen;
    this.#update({ sidebarOpen: wide, chatOpen });
  }

  #withoutDrawer(): Partial<ShellState> {
    return this.#room.isNarrow() ? { sidebarOpen: false } : {};
  }

  #update(change: Partial<ShellState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
