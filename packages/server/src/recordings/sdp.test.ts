import { expect, test } from 'vitest';
import { containerOf, sdpOf } from './sdp.ts';

const address = { ip: '127.0.0.1', port: 5_000 };
const OPUS = { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 };
const H264 = { mimeType: 'video/H264', payloadType: 102, clockRate: 90_000, channels: 1 };

test('a stream is described as it will come', () => {
  const parameters = { 'packetization-mode': 1, 'profile-level-id': '42e01f' };
  expect(sdpOf([{ codec: { ...H264, parameters }, address }]).split('\r\n')).toEqual([
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'm=video 5000 RTP/AVP 102',
    'c=IN IP4 127.0.0.1',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f',
    '',
  ]);
  const sound = { codec: { ...OPUS, parameters: {} }, address: { ...address, port: 5_002 } };
  const both = sdpOf([{ codec: { ...H264, parameters: {} }, address }, sound]);
  expect(both.match(/m=\w+ \d+/g)).toEqual(['m=video 5000', 'm=audio 5002']);
  expect(both).toContain('a=rtpmap:100 opus/48000/2\r\n');
});

test('what a sender says of its own goes no further', () => {
  const parameters = { 'sprop-parameter-sets': 'Z0LgH9oBQBY=', useinbandfec: 1 };
  expect(sdpOf([{ codec: { ...H264, parameters }, address }])).not.toContain('fmtp');
});

test.each([
  [['audio/opus'], 'webm'],
  [['video/VP8'], 'webm'],
  [['video/VP9'], 'webm'],
  [['video/H264'], 'mkv'],
  [['video/VP8', 'audio/opus'], 'webm'],
  [['video/H264', 'audio/opus'], 'mkv'],
])('%s is kept as %s', (mimeTypes, container) => {
  expect(containerOf(mimeTypes.map((mimeType) => ({ mimeType })))).toBe(container);
});
