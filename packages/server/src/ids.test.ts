import { expect, test } from 'vitest';
import { createId, createSecretId } from './ids.ts';

// Each character of base64url is 6 bits.
test.each([
  ['a room, a session, a peer', createId, 96],
  ['a file, an upload', createSecretId, 128],
])('the id of %s has its random bits', (_what, create, bits) => {
  const ids = new Set(Array.from({ length: 10_000 }, create));
  expect(ids.size).toBe(10_000);
  const length = Math.ceil(bits / 6);
  for (const id of ids) expect(id).toMatch(new RegExp(`^[\\w-]{${length}}$`));
  // A place that is always the same would carry nothing; the last may carry fewer bits.
  for (let place = 0; place < length; place += 1) {
    const seen = new Set([...ids].map((id) => id[place]));
    expect(seen.size).toBeGreaterThanOrEqual(bits % 6 > 0 && place === length - 1 ? 4 : 64);
  }
});
