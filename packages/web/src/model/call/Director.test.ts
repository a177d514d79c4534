import { expect, test } from 'vitest';
import { EMPTY, inCall, peer } from '../../testing/roomState.ts';
import { Director } from './Director.ts';

const talking = (peerIds: string[], ...loud: string[]) =>
  inCall(
    peerIds.map((peerId) => peer(peerId)),
    { levels: new Map(loud.map((peerId) => [peerId, -20])) },
  );

function direct() {
  let [state, now] = [EMPTY, 0];
  const listeners = new Set<() => void>();
  const client = {
    getSnapshot: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const director = new Director(client, () => now);
  director.start();
  const show = (next: typeof EMPTY, times = 1) => {
    for (let time = 0; time < times; time += 1) {
      now += 250;
      state = { ...next, levels: new Map(next.levels) };
      for (const listener of listeners) listener();
    }
  };
  return { director, show };
}

test('follows who talks, and tells its listeners only when something moves', () => {
  const { director, show } = direct();
  let told = 0;
  director.subscribe(() => {
    told += 1;
  });
  show(talking(['me', 'a', 'b'], 'a'));
  expect(director.getSnapshot()).toEqual({ order: ['a', 'b', 'me'], spotlight: 'a' });
  show(talking(['me', 'a', 'b'], 'a'), 4);
  expect(told).toBe(1);
  show(talking(['me', 'a', 'b'], 'b'), 12);
  expect(director.getSnapshot().spotlight).toBe('b');
  expect(told).toBe(2);
});

test('a call that comes back finds its people where they stood; after leaving all is forgotten', () => {
  const { director, show } = direct();
  show(talking(['me', 'a', 'b']));
  director.setPerPage(2);
  show(talking(['me', 'a', 'b'], 'b'), 8);
  expect(director.getSnapshot().order).toEqual(['b', 'me', 'a']);
  show({ ...EMPTY, call: { status: 'joining', room: 'Lounge', name: 'me' } });
  show(talking(['me', 'a', 'b']));
  expect(director.getSnapshot().order).toEqual(['b', 'me', 'a']);
  show(EMPTY);
  expect(director.getSnapshot()).toEqual({ order: [], spotlight: null });
});
