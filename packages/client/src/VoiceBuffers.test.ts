import { beforeEach, expect, test } from 'vitest';
import type { Reading } from './readings.ts';
import { pathCounts, receivedCounts } from './testing/counts.ts';
import { FakeSession } from './testing/fakes.ts';
import { VoiceBuffers } from './VoiceBuffers.ts';

let session: FakeSession;
let buffers: VoiceBuffers;
let packets: number;
let resendsAsked: number;

beforeEach(() => {
  session = new FakeSession();
  session.arrivals = new Map([
    ['ann/microphone', { consumerId: 'c1', open: true }],
    ['ann/camera', { consumerId: 'c2', open: true }],
  ]);
  buffers = new VoiceBuffers(session);
  [packets, resendsAsked] = [0, 0];
  look(0);
});

/** A look after 100 more packets, of which so many had to be asked for again. */
function look(asked: number, roundTripMs = 40, more = 100): void {
  packets += more;
  resendsAsked += asked;
  const counts = receivedCounts({ packets, resendsAsked });
  const reading: Reading = {
    received: new Map([
      ['ann/microphone', { ...counts, kind: 'audio' }],
      ['ann/camera', counts],
    ]),
    sent: new Map(),
    uplink: null,
    downlink: pathCounts({ roundTripMs }),
  };
  buffers.take(reading);
}

test('on a good way a voice comes as soon as the browser likes', () => {
  look(0);
  look(2);
  expect(session.told).toEqual([]);
});

test('on a lossy way it waits until a packet can have been sent twice more, and pictures do not', () => {
  look(20);
  look(20, 90);
  expect(session.told).toEqual(['delay ann/microphone 330']);
});

test('on a long way it does not wait so long that nobody can talk', () => {
  look(20, 300);
  expect(session.told).toEqual(['delay ann/microphone 400']);
});

test('it comes sooner again after ten seconds of a good way', () => {
  look(20);
  for (let count = 0; count < 4; count += 1) look(0);
  look(2);
  expect(session.told).toHaveLength(1);
  for (let count = 0; count < 5; count += 1) look(0);
  expect(session.told).toEqual(['delay ann/microphone 330', 'delay ann/microphone null']);
});

test('silence says nothing of the way', () => {
  look(20);
  for (let count = 0; count < 9; count += 1) look(0, 40, 0);
  expect(session.told).toHaveLength(1);
});

test('another consumer of the same voice begins as the browser likes', () => {
  look(20);
  session.arrivals = new Map([['ann/microphone', { consumerId: 'c3', open: true }]]);
  look(0);
  look(20);
  expect(session.told).toEqual(['delay ann/microphone 330', 'delay ann/microphone 330']);
});
