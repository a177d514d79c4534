import type { RtpParameters } from '@ottogi/protocol';

let nextSsrc = 1000;

/** What a browser offers for one Opus track. */
export function opus(): RtpParameters {
  nextSsrc += 10;
  return {
    mid: String(nextSsrc),
    codecs: [
      { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: {} },
    ],
    encodings: [{ ssrc: nextSsrc }],
    rtcp: { cname: 'test' },
  };
}

/** What a browser offers for one VP8 track without simulcast. */
export function vp8(): RtpParameters {
  nextSsrc += 10;
  return {
    mid: String(nextSsrc),
    codecs: [
      { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
    ],
    encodings: [{ ssrc: nextSsrc, rtx: { ssrc: nextSsrc + 1 } }],
    rtcp: { cname: 'test' },
  };
}

/** What a browser offers for one VP8 track in three simulcast layers. */
export function simulcast(): RtpParameters {
  const single = vp8();
  const scalabilityMode = 'L1T3';
  nextSsrc += 10;
  return {
    ...single,
    encodings: [0, 2, 4].map((offset) => ({
      ssrc: nextSsrc + offset,
      rtx: { ssrc: nextSsrc + offset + 1 },
      scalabilityMode,
    })),
  };
}
