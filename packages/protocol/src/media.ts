/**
 * RTP, ICE and DTLS parameters in the spelling of ORTC and mediasoup
 * (https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/). The schemas
 * bound sizes and types; what the values mean is checked by mediasoup itself.
 */
import { z } from 'zod';
import { KINDS, MIX_SOURCES, SOURCES } from './sources.ts';

/**
 * What ends up in an SDP line at somebody else's. A line break in it would be a line of the sender's
 * own in there, so there is none.
 */
function sdpText(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .regex(/^[\x20-\x7e]*$/);
}

const token = sdpText(256);
const uint32 = z.number().int().min(0).max(0xffff_ffff);
const payloadType = z.number().int().min(0).max(127);

const codecParameters = z
  .record(sdpText(64), z.union([sdpText(1024), z.number(), z.boolean()]))
  .refine((parameters) => Object.keys(parameters).length <= 32, 'has more than 32 entries')
  .describe('Codec-specific parameters, as in the `a=fmtp` line.');

const rtcpFeedback = z.object({ type: token, parameter: token.optional() });

export const kind = z.enum(KINDS);

export const source = z.enum(SOURCES).describe('What a track shows.');

export const mixSource = z
  .enum(MIX_SOURCES)
  .describe('What a mixer makes of what everybody shows: one picture, one sound.');

export const anySource = z.enum([...SOURCES, ...MIX_SOURCES]).describe('What a track shows.');

const rtpCodecCapability = z.object({
  kind,
  mimeType: token,
  preferredPayloadType: payloadType,
  clockRate: uint32,
  channels: z.number().int().min(1).max(8).optional(),
  parameters: codecParameters.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(16).optional(),
});

const rtpHeaderExtension = z.object({
  kind,
  uri: token,
  preferredId: z.number().int().min(1).max(255),
  preferredEncrypt: z.boolean().optional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
});

export const rtpCapabilities = z
  .object({
    codecs: z.array(rtpCodecCapability).max(64).optional(),
    headerExtensions: z.array(rtpHeaderExtension).max(64).optional(),
  })
  .meta({
    id: 'RtpCapabilities',
    description: 'What an endpoint can receive (ORTC RTCRtpCapabilities).',
  });

const rtpCodecParameters = z.object({
  mimeType: token,
  payloadType,
  clockRate: uint32,
  channels: z.number().int().min(1).max(8).optional(),
  parameters: codecParameters.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(16).optional(),
});

const rtpEncoding = z.object({
  ssrc: uint32.optional(),
  rid: sdpText(16).optional(),
  codecPayloadType: payloadType.optional(),
  rtx: z.object({ ssrc: uint32 }).optional(),
  dtx: z.boolean().optional(),
  scalabilityMode: sdpText(32).optional(),
  maxBitrate: uint32.optional().describe('In bits per second.'),
});

export const rtpParameters = z
  .object({
    mid: sdpText(32).optional(),
    msid: token.optional(),
    codecs: z.array(rtpCodecParameters).min(1).max(16),
    headerExtensions: z
      .array(
        z.object({
          uri: token,
          id: z.number().int().min(1).max(255),
          encrypt: z.boolean().optional(),
          parameters: codecParameters.optional(),
        }),
      )
      .max(32)
      .optional(),
    encodings: z.array(rtpEncoding).max(8).optional(),
    rtcp: z.object({ cname: token.optional(), reducedSize: z.boolean().optional() }).optional(),
  })
  .meta({
    id: 'RtpParameters',
    description: 'What an RTP stream carries (ORTC RTCRtpParameters).',
  });

export const dtlsParameters = z
  .object({
    role: z.enum(['auto', 'client', 'server']).optional(),
    fingerprints: z
      .array(
        z.object({
          algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
          value: z
            .string()
            .max(256)
            .regex(/^[0-9a-fA-F:]+$/),
        }),
      )
      .min(1)
      .max(8),
  })
  .meta({
    id: 'DtlsParameters',
    description: 'DTLS role and certificate fingerprints (RFC 8122).',
  });

export const iceParameters = z
  .object({
    usernameFragment: token,
    password: token,
    iceLite: z.boolean().optional(),
  })
  .meta({ id: 'IceParameters', description: 'ICE user name fragment and password (RFC 8839).' });

export const iceCandidate = z
  .object({
    foundation: token,
    priority: uint32,
    address: token,
    ip: token,
    protocol: z.enum(['udp', 'tcp']),
    port: z.number().int().min(0).max(65_535),
    type: z.enum(['host', 'srflx', 'prflx', 'relay']),
    tcpType: z.enum(['active', 'passive', 'so']).optional(),
  })
  .meta({
    id: 'IceCandidate',
    description: 'Where a transport is found (RFC 8839; RFC 6544 for TCP).',
  });

export const sctpParameters = z
  .object({
    port: z.number().int().min(0).max(65_535),
    maxSendMessageSize: uint32.describe('In bytes.'),
    maxReceiveMessageSize: uint32.describe('In bytes.'),
  })
  .meta({
    id: 'SctpParameters',
    description: 'What a transport takes of data (ORTC RTCSctpTransport).',
  });

export const dataStream = z
  .object({
    streamId: z.number().int().min(0).max(65_534),
    ordered: z
      .boolean()
      .describe('Whether all arrives, and in order; else what is lost stays lost.'),
  })
  .meta({
    id: 'DataStream',
    description: 'The SCTP stream of a data channel that both ends make by themselves (RFC 8831).',
  });

export const iceServer = z
  .object({
    urls: z.union([z.string(), z.array(z.string())]),
    username: z.string().optional(),
    credential: z.string().optional(),
  })
  .meta({ id: 'IceServer', description: 'A STUN or TURN server (W3C RTCIceServer).' });

export type DataStream = z.output<typeof dataStream>;
export type RtpCapabilities = z.output<typeof rtpCapabilities>;
export type RtpParameters = z.output<typeof rtpParameters>;
export type DtlsParameters = z.output<typeof dtlsParameters>;
export type IceParameters = z.output<typeof iceParameters>;
export type IceServer = z.output<typeof iceServer>;
