import { expect, test, vi } from 'vitest';
import { Previews } from './Previews.ts';

test('previews end one by one, or all of those that are left at once', async () => {
  const previews = new Previews();
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const { stop } = await previews.add(Promise.resolve({ stop: first }));
  await previews.add(Promise.resolve({ stop: second }));
  stop();
  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
  previews.endAll();
  stop();
  expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

test('a preview that comes after the end is ended too', async () => {
  const previews = new Previews();
  const { promise, resolve } = Promise.withResolvers<{ stop: () => void }>();
  const adding = previews.add(promise);
  previews.endAll();
  const stop = vi.fn<() => void>();
  resolve({ stop });
  await expect(adding).rejects.toMatchObject({ code: 'superseded' });
  expect(stop).toHaveBeenCalledTimes(1);
});
