import { type Grants, MEMBER, requests } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { Peer } from './Peer.ts';

function peerWith(grants: Partial<Grants>, mesh = true): Peer {
  const request = requests.join.data.parse({ room: 'r', name: 'Ada', rtpCapabilities: {}, mesh });
  const link = {
    sessionId: 's',
    personId: 'p',
    grants: { ...MEMBER, ...grants },
    hue: 0,
    connected: true,
    hidden: false,
    notify: () => {},
    deliver: async () => {},
    left: () => {},
  };
  return new Peer('ada', { roomId: 'r', name: 'r' }, request, link, {
    after: new TestClock().after,
    downlinkOf: () => 'tiles',
    changed: () => {},
    publicationLost: () => {},
    closed: () => {},
  });
}

test.each<[string, Partial<Grants>, boolean]>([
  ['everything', {}, true],
  ['no screen', { publish: ['microphone', 'camera'] }, false],
  ['to receive nothing', { subscribe: false }, false],
  ['not to write', { chat: false }, false],
])('who is granted %s is connected directly: %o, %s', (_what, grants, direct) => {
  expect(peerWith(grants).direct).toBe(direct);
});

test('whoever may not write sends no data either', () => {
  expect(peerWith({}).maySendData).toBe(true);
  expect(peerWith({ chat: false }).maySendData).toBe(false);
});
