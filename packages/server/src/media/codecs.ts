import { ortc, type types } from 'mediasoup';

/**
 * What rooms speak. VP8 first: every browser encodes it as simulcast. H.264 in its constrained
 * baseline profile serves devices that have only a hardware encoder.
 */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  {
    kind: 'video',
    mimeType: 'video/VP9',
    clockRate: 90_000,
    parameters: { 'profile-id': 0 },
  },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
    },
  },
];

/** All routers are alike, so a client can load its device before it knows its room. */
export const routerRtpCapabilities = ortc.generateRouterRtpCapabilities(mediaCodecs);

const BANDWIDTH_ESTIMATION = new Set([
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
]);

/**
 * The capabilities without the header extensions of bandwidth estimation. A consumer with a single
 * layer cannot adapt to an estimate, and without these it costs a quarter less CPU per packet.
 */
export function withoutBandwidthEstimation(
  capabilities: types.RtpCapabilities,
): types.RtpCapabilities {
  return {
    ...capabilities,
    headerExtensions: capabilities.headerExtensions?.filter(
      (extension) => !BANDWIDTH_ESTIMATION.has(extension.uri),
    ),
  };
}
