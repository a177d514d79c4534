import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { type Closable, Shared } from './Shared.ts';

const LINGER_MS = 5_000;

class Thing extends EventEmitter<{ closed: [] }> implements Closable {
  closed = false;

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit('closed');
  }
}

function sharing(make: (thing: Thing) => Promise<Thing> = async (thing) => thing) {
  const clock = new TestClock();
  const thing = new Thing();
  const ended: string[] = [];
  const shared = new Shared(
    () => make(thing),
    clock.after,
    () => ended.push('over'),
  );
  return { clock, thing, shared, ended };
}

test('it lasts as long as anybody uses it, and a while longer', async () => {
  const { clock, thing, shared, ended } = sharing();
  const [one, other] = [await shared.use(), await shared.use()];
  expect(one.value).toBe(thing);
  one.release();
  one.release();
  clock.advance(LINGER_MS);
  expect(thing.closed).toBe(false);
  other.release();
  clock.advance(LINGER_MS - 1);
  const again = await shared.use();
  clock.advance(LINGER_MS);
  expect(thing.closed).toBe(false);
  again.release();
  clock.advance(LINGER_MS);
  expect(thing.closed).toBe(true);
  expect(ended).toEqual(['over']);
  expect(clock.pending).toBe(0);
});

test('one that closes by itself is over, and waits for nothing', async () => {
  const { clock, thing, shared, ended } = sharing();
  const { release } = await shared.use();
  thing.close();
  expect(ended).toEqual(['over']);
  release();
  expect(clock.pending).toBe(0);
});

test('one that cannot be made is over, and everybody who waits for it hears so', async () => {
  const { clock, shared, ended } = sharing(async () => {
    throw new Error('no way');
  });
  const using = await Promise.allSettled([shared.use(), shared.use()]);
  expect(using.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(ended).toEqual(['over']);
  expect(clock.pending).toBe(0);
});

test('one that is closed while it is being made is closed once it is there', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { thing, shared } = sharing(async (made) => {
    await promise;
    return made;
  });
  const using = shared.use();
  shared.close();
  resolve();
  await using;
  expect(thing.closed).toBe(true);
});
