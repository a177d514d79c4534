import { MEMBER, type TopologyRule } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { RequestError } from '../errors.ts';
import { TestClock } from '../testing/TestClock.ts';
import { Mesh } from '../topologies/Mesh.ts';
import { Call } from './Call.ts';

test('where no worker is up a call stays as it is, and tries again in a while', async () => {
  const clock = new TestClock();
  const told: string[] = [];
  let rule: TopologyRule = 'mesh';
  let attempts = 0;
  const call = new Call({
    room: { roomId: 'lounge', name: 'Lounge' },
    createTopology: async (kind, links) => {
      if (kind === 'sfu' && ++attempts === 1) throw new RequestError('mediaUnavailable', 'none');
      // Whatever the kind: nobody sends anything here.
      return new Mesh(links);
    },
    mixers: {
      available: false,
      start: () => {
        throw new RequestError('mixerUnavailable', 'nobody asks for one');
      },
    },
    after: clock.after,
    rule: () => rule,
    mayLink: () => true,
  });
  const link = {
    sessionId: 'ada',
    personId: 'ada',
    grants: MEMBER,
    hue: 0,
    connected: true,
    hidden: false,
    notify: ({ name }: { name: string }) => told.push(name),
    deliver: async () => {},
    left: () => {},
  };
  await call.join(link, {
    room: 'Lounge',
    name: 'Ada',
    rtpCapabilities: {},
    view: { videos: 25, voices: 25, spatialLayer: null },
    deafened: false,
    handRaised: false,
    mesh: true,
    encrypted: false,
  });
  rule = 'sfu';
  call.steer();
  await expect.poll(() => attempts).toBe(1);
  expect(told).toEqual([]);
  clock.advance(1_000);
  await expect.poll(() => told).toEqual(['topologyChanging']);
  expect(call.topology).toBe('mesh');
});
