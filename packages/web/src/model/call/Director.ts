/** Watches who talks in the own call, and says who stands where: the order of tiles, the spotlight. */
import { ownRoom, type RoomState } from '@ottogi/client';
import { isSending } from '../tiles.ts';
import { orderAfter, type Standing } from './order.ts';
import { hear, type Speech } from './speech.ts';
import { spotlightAfter } from './spotlight.ts';

export interface Direction {
  /** `peerId`s in the order in which their tiles stand. */
  readonly order: readonly string[];
  /** Who stands large in the spotlight layout: never oneself, null while nobody else is there. */
  readonly spotlight: string | null;
}

interface Watched {
  subscribe(listener: () => void): () => void;
  getSnapshot(): RoomState;
}

const NOBODY: Direction = { order: [], spotlight: null };

export class Director {
  readonly #client: Watched;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #direction: Direction = NOBODY;
  #speech: Speech = new Map();
  #seen: RoomState | null = null;
  #perPage = Infinity;

  /** `now`: a clock in ms that never goes back. */
  constructor(client: Watched, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  /** Begins to watch; returns how to stop. */
  start(): () => void {
    this.#look();
    return this.#client.subscribe(() => this.#look());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Direction => this.#direction;

  /** How many people fit on the first page. */
  setPerPage(perPage: number): void {
    if (perPage === this.#perPage) return;
    this.#perPage = perPage;
    this.#direct(this.#client.getSnapshot());
  }

  #look(): void {
    const state = this.#client.getSnapshot();
    const before = this.#seen;
    this.#seen = state;
    if (before?.rooms === state.rooms && before.levels === state.levels) {
      if (before.call === state.call) return;
    }
    this.#direct(state);
  }

  #direct(state: RoomState): void {
    const { call } = state;
    const peers = ownRoom(state)?.peers;
    if (call.status !== 'joined' || !peers) {
      // A call that comes back after a loss finds its people where they stood.
      if (call.status === 'idle') this.#forget();
      return;
    }
    const now = this.#now();
    this.#speech = hear(this.#speech, state.levels, now);
    const people: Standing[] = peers.map((peer) => ({
      peerId: peer.peerId,
      own: peer.peerId === call.peerId,
      handRaised: peer.handRaisedAt !== null,
      hasPicture: isSending(peer, 'camera'),
    }));
    const { order, spotlight } = this.#direction;
    const others = people.filter(({ own }) => !own);
    this.#show({
      order: orderAfter(order, people, this.#speech, now, this.#perPage),
      spotlight: spotlightAfter(spotlight, others, this.#speech, now),
    });
  }

  #forget(): void {
    this.#speech = new Map();
    this.#show(NOBODY);
  }

  #show(direction: Direction): void {
    const { order, spotlight } = this.#direction;
    if (order === direction.order && spotlight === direction.spotlight) return;
    this.#direction = direction;
    for (const listener of this.#listeners) listener();
  }
}
