import type { OutletCodec, RtpAddress } from '../media/PlainOutlet.ts';

/** What it takes to read a codec's packets. Whoever sends writes the others, and ffmpeg believes them. */
const NEEDED = new Set(['packetization-mode', 'profile-level-id']);

/** What ffmpeg is told of an RTP stream that will come to it (RFC 8866). */
export function sdpOf(codec: OutletCodec, { ip, port }: RtpAddress): string {
  const { mimeType, payloadType, clockRate, channels, parameters } = codec;
  const [kind, encoding] = mimeType.split('/');
  const format = Object.entries(parameters)
    .filter(([name]) => NEEDED.has(name))
    .map(([name, value]) => `${name}=${String(value)}`);
  return [
    'v=0',
    `o=- 0 0 IN IP4 ${ip}`,
    's=-',
    `c=IN IP4 ${ip}`,
    't=0 0',
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${encoding}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
    '',
  ].join('\r\n');
}

/** How a file of this codec ends: what WebM cannot hold, Matroska does. */
export function containerOf({ mimeType }: Pick<OutletCodec, 'mimeType'>): 'webm' | 'mkv' {
  return /^(audio\/opus|video\/vp[89])$/i.test(mimeType) ? 'webm' : 'mkv';
}
