import { kindOf, SOURCES, type Source } from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import { SOUNDS } from '../encodings.ts';

/** By their order in the negotiation. */
const SOUND_SOURCES = SOURCES.filter(isSound);

/**
 * A description of a link that says how each sound is to be sent. Both ends say it of themselves, in
 * offers and answers alike: each sends as the other one asks (RFC 7587, 6.1), decodes in stereo what
 * it asked for in stereo, and asks for lost packets again only where both said that they do.
 */
export function withSound(sdp: string): string {
  const sources = [...SOUND_SOURCES];
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => {
      const source = section.startsWith('m=audio') ? sources.shift() : undefined;
      return source ? withOptions(section, SOUNDS[source]) : section;
    })
    .join('');
}

/** A media section with these options of Opus; as it is where there is no Opus. */
function withOptions(section: string, options: types.ProducerCodecOptions): string {
  const [rtpmap, payloadType] = /^a=rtpmap:(\d+) opus\/48000\/2\r\n/im.exec(section) ?? [];
  if (rtpmap === undefined || payloadType === undefined) return section;
  const fmtp = new RegExp(`^a=fmtp:${payloadType} (.*)\r\n`, 'm');
  const feedback = `a=rtcp-fb:${payloadType} nack\r\n`;
  const parameters = new Map(
    (fmtp.exec(section)?.[1] ?? '')
      .split(';')
      .filter((each) => each.includes('='))
      .map((each) => each.trim().split('=') as [string, string]),
  );
  for (const [name, value] of parametersOf(options)) parameters.set(name, value);
  const line = [...parameters].map((parameter) => parameter.join('=')).join(';');
  const rest = section.replace(fmtp, '').replace(feedback, '');
  const asked = `a=fmtp:${payloadType} ${line}\r\n${options.opusNack ? feedback : ''}`;
  return rest.replace(rtpmap, `${rtpmap}${asked}`);
}

/** As mediasoup-client writes them for what goes over the server. */
function parametersOf(options: types.ProducerCodecOptions): [string, string][] {
  const { opusDtx, opusFec, opusStereo, opusMaxAverageBitrate } = options;
  const written = {
    usedtx: opusDtx,
    useinbandfec: opusFec,
    stereo: opusStereo,
    'sprop-stereo': opusStereo,
    maxaveragebitrate: opusMaxAverageBitrate,
  };
  return Object.entries(written).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(Number(value))]],
  );
}

function isSound(source: Source): source is keyof typeof SOUNDS & Source {
  return kindOf(source) === 'audio';
}
