import { expect, test } from 'vitest';
import { Convergence } from './Convergence.ts';
import { settle } from './testing/fakes.ts';

/** A lamp that takes a turn to switch. */
function lamp() {
  const state = { wish: false, on: false, switched: 0, overlapping: 0 };
  let busy = 0;
  const convergence = new Convergence(async () => {
    const { wish } = state;
    if (wish === state.on) return false;
    busy += 1;
    state.overlapping = Math.max(state.overlapping, busy);
    await settle();
    state.on = wish;
    state.switched += 1;
    busy -= 1;
    return true;
  });
  const wish = (on: boolean) => {
    state.wish = on;
    return convergence.run();
  };
  return { state, wish };
}

test('the last wish stands, and steps never overlap', async () => {
  const { state, wish } = lamp();
  const runs = Array.from({ length: 21 }, (_, index) => wish(index % 2 === 0));
  await Promise.all(runs);
  expect(state).toMatchObject({ on: true, overlapping: 1 });
  expect(state.switched).toBe(1);
});

test('a wish during the very last turn of a run is not lost', async () => {
  for (let turns = 0; turns < 120; turns += 1) {
    const { state, wish } = lamp();
    const first = wish(true);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await wish(false);
    await first;
    expect(state.on).toBe(false);
  }
});
