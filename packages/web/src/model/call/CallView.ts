/** How one looks at the call: what belongs to neither the call itself nor to any one component. */
import type { RoomClient, TrackKey } from '@ottogi/client';
import type { Preferences } from '../Preferences.ts';
import type { Layout } from './stage.ts';

export interface CallViewState {
  readonly layout: Layout;
  /** In the order of pinning. */
  readonly pinned: readonly TrackKey[];
  /** Of the tiles that do not stand large, from 0. May lie past the last page when people leave. */
  readonly page: number;
  /** What fills the whole screen: the stage, one tile of it, or nothing. */
  readonly fullScreen: 'off' | 'stage' | TrackKey;
  readonly statistics: boolean;
  /** Whose pictures one does not want to see, by `personId`. */
  readonly hiddenPictures: ReadonlySet<string>;
}

/** What full screen needs of the browser. */
export interface Screen {
  /** Fills the screen with the page, where the browser can; else the page keeps its window. */
  fill(): void;
  restore(): void;
  /** Called when the screen was restored, also by the browser's own Escape. */
  onRestored(listener: () => void): void;
}

const INITIAL: CallViewState = {
  layout: 'grid',
  pinned: [],
  page: 0,
  fullScreen: 'off',
  statistics: false,
  hiddenPictures: new Set(),
};

export class CallView {
  readonly #screen: Screen;
  readonly #preferences: Pick<Preferences, 'getSnapshot' | 'change'>;
  readonly #listeners = new Set<() => void>();
  #state: CallViewState;

  constructor(
    client: Pick<RoomClient, 'on'>,
    screen: Screen,
    preferences: Pick<Preferences, 'getSnapshot' | 'change'>,
  ) {
    this.#screen = screen;
    this.#preferences = preferences;
    this.#state = { ...INITIAL, layout: preferences.getSnapshot().call.layout };
    client.on('left', ({ reason }) => {
      if (reason === 'asked' || reason === 'moved') this.#reset();
    });
    screen.onRestored(() => {
      if (this.#state.fullScreen !== 'off') this.#update({ fullScreen: 'off' });
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): CallViewState => this.#state;

  /** Between everybody alike and one who stands large; what was pinned is let go. */
  toggleLayout(): void {
    this.setLayout(this.#state.layout === 'grid' ? 'spotlight' : 'grid');
  }

  setLayout(layout: Layout): void {
    const { call } = this.#preferences.getSnapshot();
    this.#preferences.change({ call: { ...call, layout } });
    this.#update({ layout, pinned: [], page: 0 });
  }

  togglePin(key: TrackKey): void {
    const { pinned } = this.#state;
    const without = pinned.filter((other) => other !== key);
    this.#update({ pinned: without.length < pinned.length ? without : [...pinned, key], page: 0 });
  }

  /** The stage knows how many pages there are, and shows the nearest. */
  showPage(page: number): void {
    this.#update({ page: Math.max(0, page) });
  }

  toggleStatistics(): void {
    this.#update({ statistics: !this.#state.statistics });
  }

  /** Of the whole stage, or of one tile. */
  toggleFullScreen(key?: TrackKey): void {
    if (this.#state.fullScreen === 'off') {
      this.#screen.fill();
      this.#update({ fullScreen: key ?? 'stage' });
    } else {
      this.#screen.restore();
      this.#update({ fullScreen: 'off' });
    }
  }

  togglePicture(personId: string): void {
    const hiddenPictures = new Set(this.#state.hiddenPictures);
    if (!hiddenPictures.delete(personId)) hiddenPictures.add(personId);
    this.#update({ hiddenPictures });
  }

  /** Another call is another stage; how one likes to look at calls stays. */
  #reset(): void {
    if (this.#state.fullScreen !== 'off') this.#screen.restore();
    const { layout, statistics, hiddenPictures } = this.#state;
    this.#update({ ...INITIAL, layout, statistics, hiddenPictures });
  }

  #update(change: Partial<CallViewState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
