/** Stand-ins for what a visit needs: the SDK, and the browser's storage. */
import {
  type ClientError,
  type ClientEvents,
  type PersonChanges,
  type PersonDocument,
  type RoomState,
} from '@ottogi/client';
import { vi } from 'vitest';
import { EMPTY, inCall } from './roomState.ts';

const OFF = { status: 'off' } as const;
const CONNECTED = {
  status: 'connected',
  sessionId: 's',
  serverVersion: '1',
  fileMaxBytes: 1,
} as const;

/** Joins whatever it is asked to, unless told to fail. */
export function fakeClient(autopublish: boolean) {
  let state: RoomState = { ...EMPTY, connection: { ...CONNECTED, autopublish } };
  const listeners = new Set<() => void>();
  const set = (change: Partial<RoomState>) => {
    state = { ...state, ...change };
  };
  const setLocal = (source: string, local: RoomState['local']['camera']) =>
    set({ local: { ...state.local, [source]: local } });
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
    grant: (grants: Partial<RoomState['grants']>) => {
      set({ grants: { ...state.grants, ...grants } });
      for (const listener of listeners) listener();
    },
    disconnect: () => set({ connection: { status: 'reconnecting', error: null } }),
    person: { update: vi.fn<(changes: PersonChanges) => Promise<void>>(async () => {}) },
    setDeafened: vi.fn(async () => {}),
    setHandRaised: vi.fn(async () => {}),
    failed: (_data: ClientEvents['failed']): void => {},
    on(event: string, listener: (data: never) => void) {
      if (event === 'failed') this.failed = listener as (data: ClientEvents['failed']) => void;
      return () => {};
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
    ...fakeDevices(setLocal),
  };
}

function fakeDevices(setLocal: (source: string, local: RoomState['local']['camera']) => void) {
  const live = (paused: boolean) => async (source: string) =>
    setLocal(source, { status: 'live', track: {} as MediaStreamTrack, paused });
  return {
    publish: vi.fn(live(false)),
    unpublish: vi.fn(async (source: string) => setLocal(source, OFF)),
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
