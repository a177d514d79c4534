import { afterEach, beforeEach, expect, test } from 'vitest';
import { opus } from '../testing/rtp.ts';
import { TestSfu } from '../testing/TestSfu.ts';

let room: TestSfu;
beforeEach(async () => {
  room = await TestSfu.start();
});
afterEach(() => room.close());

test('lost packets of a voice can be asked for again on both of its ways', async () => {
  const [ada, ben] = await Promise.all([room.join('ada'), room.join('ben')]);
  const { codecs, ...rest } = opus();
  // What a client sends whose browser keeps what it has sent: https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1.
  const nack = { type: 'nack' as const };
  const keeping = codecs.map((codec) => ({ ...codec, rtcpFeedback: [nack] }));
  await ada.endpoint.produce({
    source: 'microphone',
    rtpParameters: { ...rest, codecs: keeping },
    paused: false,
    layerHeights: [],
  });
  const { consumer } = await ben.next('consumerOpened');
  expect(consumer.rtpParameters.codecs[0]?.rtcpFeedback).toContainEqual({
    type: 'nack',
    parameter: '',
  });
});
