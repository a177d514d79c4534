import { expect, test } from 'vitest';
import { schemaHash } from './schema.ts';
import { PROTOCOL_HISTORY, PROTOCOL_VERSION } from './version.ts';

test('the schemas are those of the version: a change of shape takes a new version', () => {
  expect(PROTOCOL_HISTORY[PROTOCOL_VERSION]?.schemaHash).toBe(schemaHash());
});

test('every version up to the current one has its line of history', () => {
  const versions = Array.from({ length: PROTOCOL_VERSION }, (_, index) => index + 1);
  expect(Object.keys(PROTOCOL_HISTORY).map(Number)).toEqual(versions);
});
