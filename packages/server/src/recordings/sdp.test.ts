import { expect, test } from 'vitest';
import { containerOf, sdpOf } from './sdp.ts';

const TO = { ip: '127.0.0.1', port: 5_000 };
const OPUS = { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 };
const H264 = { mimeType: 'video/H264', payloadType: 102, clockRate: 90_000, channels: 1 };

test('a stream is described as it will come', () => {
  const parameters = { 'packetization-mode': 1, 'profile-level-id': '42e01f' };
  expect(sdpOf({ ...H264, parameters }, TO).split('\r\n')).toEqual([
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=video 5000 RTP/AVP 102',
    'a=rtpmap:102 H264/90000',
    'a=fmtp:102 packetization-mode=1;profile-level-id=42e01f',
    '',
  ]);
  expect(sdpOf({ ...OPUS, parameters: {} }, TO)).toContain('a=rtpmap:100 opus/48000/2\r\n');
});

test('what a sender says of its own goes no further', () => {
  const parameters = { 'sprop-parameter-sets': 'Z0LgH9oBQBY=', useinbandfec: 1 };
  expect(sdpOf({ ...H264, parameters }, TO)).not.toContain('fmtp');
});

test.each([
  ['audio/opus', 'webm'],
  ['video/VP8', 'webm'],
  ['video/VP9', 'webm'],
  ['video/H264', 'mkv'],
])('%s is kept as %s', (mimeType, container) => {
  expect(containerOf({ mimeType })).toBe(container);
});
