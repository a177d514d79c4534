import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { iceServersFor } from './iceServers.ts';

const stun = { urls: 'stun:s.example' };

test('without TURN, the servers as they were set', () => {
  expect(iceServersFor({ iceServers: [stun], turn: null }, 'p', 0)).toEqual([stun]);
});

test('TURN credentials expire after a day and are signed with the shared secret', () => {
  const turn = { urls: ['turn:t.example'], secret: 'secret' };
  const servers = iceServersFor({ iceServers: [stun], turn }, 'peer', 1_000_000);
  const username = `${1000 + 86_400}:peer`;
  expect(servers).toEqual([
    stun,
    {
      urls: ['turn:t.example'],
      username,
      credential: createHmac('sha1', 'secret').update(username).digest('base64'),
    },
  ]);
});
