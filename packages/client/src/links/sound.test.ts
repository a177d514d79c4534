import { expect, test } from 'vitest';
import { withSound } from './sound.ts';

/** Of Chromium 156, shortened. */
const OFFER = [
  'v=0',
  'a=group:BUNDLE 0 1 2 3 4',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:2',
  'a=rtpmap:96 VP8/90000',
  'm=audio 9 UDP/TLS/RTP/SAVPF 109',
  'a=mid:3',
  'a=rtpmap:109 opus/48000/2',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:4',
  '',
].join('\r\n');

function added(sdp: string): string[] {
  const before = OFFER.split('\r\n');
  return sdp.split('\r\n').filter((line) => !before.includes(line));
}

test('a silent voice costs next to nothing, and what is lost of it is sent again', () => {
  const [voice = ''] = withSound(OFFER).split(/(?=^m=video)/m);
  expect(added(voice)).toEqual([
    'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1',
    'a=rtcp-fb:111 nack',
  ]);
  expect(voice).not.toContain('a=fmtp:111 minptime=10;useinbandfec=1\r\n');
});

test('the sound of a screen is in stereo, without pauses, at the bitrate of a server’s', () => {
  const [, , screen = ''] = withSound(OFFER).split(/(?=^m=audio)/m);
  expect(added(screen)).toEqual([
    'a=fmtp:109 useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000',
    'a=rtcp-fb:109 nack',
  ]);
});

test('nothing else is touched, and what says it already is left as it is', () => {
  const said = withSound(OFFER);
  const without = (sdp: string) =>
    sdp.split('\r\n').filter((line) => !/^a=(fmtp|rtcp-fb):(111|109)/.test(line));
  expect(without(said)).toEqual(without(OFFER));
  expect(withSound(said)).toBe(said);
});

test('a browser without Opus says what it said', () => {
  const sdp = OFFER.replaceAll('opus', 'speex');
  expect(withSound(sdp)).toBe(sdp);
});
