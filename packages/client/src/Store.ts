import { eventsOf, type ClientEvents } from './events.ts';
import { reduce, type Action } from './reduce.ts';
import { INITIAL_STATE, type RoomState } from './state.ts';

type Listeners = { [E in keyof ClientEvents]?: Set<(data: ClientEvents[E]) => void> };

/** Holds the state, and tells those who listen. */
export class Store {
  #state = INITIAL_STATE;
  readonly #watchers = new Set<() => void>();
  readonly #listeners: Listeners = {};

  get state(): RoomState {
    return this.#state;
  }

  dispatch(action: Action): void {
    const before = this.#state;
    this.#state = reduce(before, action);
    if (this.#state !== before) {
      for (const watcher of this.#watchers) guarded(watcher, undefined);
    }
    for (const { event, data } of eventsOf(action, before, this.#state)) {
      this.emit(event, data);
    }
  }

  emit<E extends keyof ClientEvents>(event: E, data: ClientEvents[E]): void {
    for (const listener of this.#listeners[event] ?? []) guarded(listener, data);
  }

  subscribe(watcher: () => void): () => void {
    // Wrapped, so that each subscription is one of its own even if the same function comes twice.
    const own = () => watcher();
    this.#watchers.add(own);
    return () => this.#watchers.delete(own);
  }

  on<E extends keyof ClientEvents>(event: E, listener: (data: ClientEvents[E]) => void) {
    const own = (data: ClientEvents[E]) => listener(data);
    const listeners: Set<typeof own> = (this.#listeners[event] ??= new Set<never>());
    listeners.add(own);
    return () => void listeners.delete(own);
  }
}

/** A listener that throws is its page's problem: said on the console, and no reason to end a call. */
function guarded<T>(listener: (data: T) => void, data: T): void {
  try {
    listener(data);
  } catch (error) {
    console.error(error);
  }
}
