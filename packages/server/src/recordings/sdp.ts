import type { OutletCodec, RtpAddress } from '../media/PlainOutlet.ts';

/** Where RTP of a codec will come to. */
export interface RtpStream {
  codec: OutletCodec;
  address: RtpAddress;
}

/** What it takes to read a codec's packets. Whoever sends writes the others, and ffmpeg believes them. */
const NEEDED = new Set(['packetization-mode', 'profile-level-id']);

/** What ffmpeg is told of RTP streams that will come to it (RFC 8866). */
export function sdpOf(streams: readonly RtpStream[]): string {
  return ['v=0', 'o=- 0 0 IN IP4 0.0.0.0', 's=-', 't=0 0', ...streams.flatMap(mediaOf), ''].join(
    '\r\n',
  );
}

/** How a file of these codecs ends: what WebM cannot hold, Matroska does. */
export function containerOf(codecs: readonly Pick<OutletCodec, 'mimeType'>[]): 'webm' | 'mkv' {
  const fit = codecs.every(({ mimeType }) => /^(audio\/opus|video\/vp[89])$/i.test(mimeType));
  return fit ? 'webm' : 'mkv';
}

function mediaOf({ codec, address: { ip, port } }: RtpStream): string[] {
  const { mimeType, payloadType, clockRate, channels, parameters } = codec;
  const [kind, encoding] = mimeType.split('/');
  const format = Object.entries(parameters)
    .filter(([name]) => NEEDED.has(name))
    .map(([name, value]) => `${name}=${String(value)}`);
  return [
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    `c=IN IP4 ${ip}`,
    `a=rtpmap:${payloadType} ${encoding}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
    ...(format.length > 0 ? [`a=fmtp:${payloadType} ${format.join(';')}`] : []),
  ];
}
