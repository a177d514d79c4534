/** What a person is able to do with a browser's tab, whichever browser it is. */
export interface Tab {
  readonly browser: 'chromium' | 'firefox';
  /** What the page wrote to its console, and exceptions that it did not catch. */
  readonly console: string[];
  readonly exceptions: string[];

  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  url(): string;

  /** Clicks what has this role and this accessible name, once it is there. */
  click(role: 'button' | 'link', name: string): Promise<void>;
  /** Clicks what has this tooltip, once it is there. */
  clickTitle(title: string): Promise<void>;
  /** Types into the field of this label, in place of what is there, and presses Enter. */
  enterText(label: string, text: string): Promise<void>;

  /** Runs a function in the page. It sees nothing of where it was written. */
  evaluate<R>(inPage: () => R | Promise<R>): Promise<R>;
  evaluate<R, A>(inPage: (given: A) => R | Promise<R>, given: A): Promise<R>;

  screenshot(path: `${string}.png`): Promise<void>;
  /** As a person closes a tab. */
  close(): Promise<void>;
}

/** A browser on this machine, in which tabs share nothing unless they are siblings. */
export interface Browser {
  /** A tab with a memory of its own, or, given another tab, with the memory of that one. */
  openTab(options: TabOptions): Promise<Tab>;
  /** As power goes: without a word to anybody. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface TabOptions {
  /** The page whose devices may be used without asking. */
  origin: string;
  locale?: string;
  sibling?: Tab;
}
