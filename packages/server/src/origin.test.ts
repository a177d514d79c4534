import { expect, test } from 'vitest';
import { isAllowedOrigin } from './origin.ts';

test.each([
  ['no page', {}, true],
  ['its own page', { origin: 'https://rooms.example', host: 'rooms.example' }, true],
  ['its own page on a port', { origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
  [
    'its own page behind a proxy',
    {
      origin: 'https://rooms.example',
      host: '127.0.0.1:3000',
      'x-forwarded-host': 'rooms.example',
    },
    true,
  ],
  ['a page that the host allows', { origin: 'https://friend.example', host: 'x' }, true],
  ['any other page', { origin: 'https://evil.example', host: 'rooms.example' }, false],
  ['a page on another port', { origin: 'http://localhost:1', host: 'localhost:3000' }, false],
  ['a page of no origin', { origin: 'null', host: 'rooms.example' }, false],
])('%s', (_who, headers, allowed) => {
  expect(isAllowedOrigin({ headers }, ['https://friend.example'])).toBe(allowed);
});
