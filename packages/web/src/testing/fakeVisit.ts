/** What a visit has to do with, for its tests: a tab, a client, what a browser keeps. */
import type {
  ClientError,
  ClientEvents,
  LocalPublication,
  PersonChanges,
  PersonDocument,
  RoomState,
} from '@ottogi/client';
import { vi } from 'vitest';
import { parseRoute } from '../model/route.ts';
import { EMPTY, inCall } from './roomState.ts';

/** A history of one tab, as far as the page can tell it from a browser's. */
export class Tab {
  entries: string[];
  at = 0;
  travelled = (): void => {};

  constructor(address: string) {
    this.entries = [address];
  }

  get here(): string {
    return this.entries[this.at]!;
  }

  read() {
    const url = new URL(this.here, 'https://ottogi.example');
    return parseRoute(url.pathname, url.search);
  }

  push(url: string): void {
    this.at += 1;
    this.entries.splice(this.at, Infinity, url);
  }

  replace(url: string): void {
    this.entries[this.at] = url;
  }

  onTravel(listener: () => void): void {
    this.travelled = listener;
  }

  go(steps: number): void {
    this.at += steps;
    this.travelled();
  }
}

const OFF = { status: 'off' } as const;

const CONNECTION = {
  sessionId: 's',
  serverVersion: '1',
  topologyRule: 'auto' as const,
  fileMaxBytes: 1,
};

/** Joins whatever it is asked to, unless told to fail. */
export function fakeClient(autopublish: boolean) {
  const connection = { ...CONNECTION, autopublish };
  let state: RoomState = { ...EMPTY, connection: { status: 'connected', ...connection } };
  const listeners = new Set<() => void>();
  const heard = new Map<string, (data: unknown) => void>();
  const set = (change: Partial<RoomState>) => {
    state = { ...state, ...change };
  };
  return {
    failNext: null as ClientError | null,
    getSnapshot: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The server says whom it takes the visitor for. */
    meet: (person: PersonDocument) => {
      set({ person });
      for (const listener of listeners) listener();
    },
    /** The server says what the visitor may do. */
    grant: (grants: Partial<RoomState['grants']>) => {
      set({ grants: { ...state.grants, ...grants } });
      for (const listener of listeners) listener();
    },
    disconnect: () => set({ connection: { status: 'reconnecting', error: null } }),
    person: { update: vi.fn<(changes: PersonChanges) => Promise<void>>(async () => {}) },
    setDeafened: vi.fn(async () => {}),
    setHandRaised: vi.fn(async () => {}),
    on<E extends keyof ClientEvents>(event: E, listener: (data: ClientEvents[E]) => void) {
      heard.set(event, listener as (data: unknown) => void);
      return () => {};
    },
    tell<E extends keyof ClientEvents>(event: E, data: ClientEvents[E]) {
      heard.get(event)?.(data);
    },
    subscribeTo: vi.fn(async () => {}),
    join: vi.fn(async function join(
      this: { failNext: ClientError | null },
      { room, name }: { room: string; name: string },
    ) {
      const before = state.call;
      if (before.status === 'joined') set({ call: { ...before, movingTo: room } });
      else set({ call: { status: 'joining', room, name } });
      await Promise.resolve();
      const error = this.failNext;
      this.failNext = null;
      if (error) {
        set({
          call: before.status === 'joined' ? before : { status: 'failed', room, name, error },
        });
        throw error;
      }
      set({ call: { ...inCall([]).call, room, name } as RoomState['call'] });
    }),
    leave: vi.fn(async () => set({ call: { status: 'idle' } })),
    ...fakeDevices((source, local) => set({ local: { ...state.local, [source]: local } })),
  };
}

function fakeDevices(set: (source: string, local: LocalPublication) => void) {
  const live = (paused: boolean) => async (source: string) =>
    set(source, { status: 'live', track: {} as MediaStreamTrack, paused });
  return {
    publish: vi.fn(live(false)),
    unpublish: vi.fn(async (source: string) => set(source, OFF)),
    mute: vi.fn(live(true)),
    unmute: vi.fn(live(false)),
  };
}

export function storage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}
