import { handshake } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { createId, createSecret } from './random.ts';

test('a secret is what the handshake takes, and never the same', () => {
  const secrets = Array.from({ length: 100 }, createSecret);
  for (const secret of secrets) {
    expect(handshake.safeParse({ protocolVersion: 2, secret }).success).toBe(true);
  }
  expect(new Set(secrets).size).toBe(100);
  expect(createId()).toMatch(/^[\w-]{22}$/);
});
