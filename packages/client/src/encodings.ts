/** What is sent of a camera and of a screen: the layers and their bitrates. */
import { type AnySource, kindOf, type Source } from '@ottogi/protocol';
import type { types } from 'mediasoup-client';

/** The most that a picture up to this many lines is worth, in bits per second. */
const BITRATES: readonly { lines: number; maxBitrate: number }[] = [
  { lines: 200, maxBitrate: 120_000 },
  { lines: 300, maxBitrate: 250_000 },
  { lines: 400, maxBitrate: 500_000 },
  { lines: 600, maxBitrate: 1_000_000 },
  { lines: 800, maxBitrate: 1_700_000 },
  { lines: Infinity, maxBitrate: 3_000_000 },
];

/** What all layers of a mix take together, in kbit/s. */
const MIX_KBITS = 2_500;

/** Text stays readable at this, and a film in a shared window watchable. */
const SCREEN_BITRATE = 2_500_000;
const SCREEN: types.RtpEncodingParameters[] = [{ maxBitrate: SCREEN_BITRATE }];

/** How sounds are sent by Opus, whether over the server or directly. */
export const SOUNDS = {
  // Silence costs next to nothing. A lost packet can be told from the one after it, and is sent again
  // besides: of two in a row the second holds nothing of the first.
  microphone: { opusDtx: true, opusFec: true, opusNack: true },
  screenAudio: { opusStereo: true, opusFec: true, opusNack: true, opusMaxAverageBitrate: 128_000 },
  // Without a pause: silence on it would look like a mixer that is gone.
  mixAudio: { opusFec: true, opusNack: true, opusMaxAverageBitrate: 64_000 },
} as const satisfies Partial<Record<AnySource, types.ProducerCodecOptions>>;

/**
 * Simulcast layers for a camera, the smallest first, as mediasoup wants them. A picture of few lines
 * gets few layers: browsers send nothing on a layer below some 90 lines, and nobody needs one.
 */
export function cameraEncodings(height: number): types.RtpEncodingParameters[] {
  const layers = scales(height).map((scaleResolutionDownBy) => ({
    scaleResolutionDownBy,
    maxBitrate: bitrateFor(height / scaleResolutionDownBy),
  }));
  // A single one goes without: mediasoup 3.27 takes VP8 with temporal layers on one encoding for
  // SVC, drops its first key frame, and asks for another only a second later.
  if (layers.length === 1) return layers;
  // A receiver short of bandwidth can drop frames before it drops lines.
  return layers.map((layer) => ({ ...layer, scalabilityMode: 'L1T3' }));
}

/** How a track of this source is to be sent (mediasoup-client's ProducerOptions). */
export function producerOptions(
  source: AnySource,
  track: MediaStreamTrack,
): Pick<types.ProducerOptions, 'encodings' | 'codecOptions'> {
  switch (source) {
    case 'mix':
      // Its way is the server's own machine. There, packets are late for want of time alone, and not
      // of bandwidth, which the browser could not tell apart.
      return {
        encodings: cameraEncodings(track.getSettings().height ?? 0),
        codecOptions: { videoGoogleStartBitrate: MIX_KBITS, videoGoogleMinBitrate: MIX_KBITS },
      };
    case 'camera':
      return { encodings: cameraEncodings(track.getSettings().height ?? 0) };
    case 'screen':
      return { encodings: SCREEN };
    case 'microphone':
    case 'mixAudio':
    case 'screenAudio':
      return { codecOptions: SOUNDS[source] };
  }
}

/** Lines of each spatial layer that is sent, the smallest first; empty for sound, and if unknown. */
export function layerHeights(source: AnySource, track: MediaStreamTrack): number[] {
  const { height } = track.getSettings();
  const { encodings } = producerOptions(source, track);
  if (!height || !encodings) return [];
  return encodings.map(({ scaleResolutionDownBy = 1 }) =>
    Math.floor(height / scaleResolutionDownBy),
  );
}

function scales(height: number): number[] {
  if (height >= 540) return [4, 2, 1];
  if (height >= 270) return [2, 1];
  return [1];
}

function bitrateFor(lines: number): number {
  return BITRATES.find((step) => lines <= step.lines)!.maxBitrate;
}

/** Lines of what goes to each of the others directly: one layer for all that they do with it. */
export function directHeights(source: Source, track: MediaStreamTrack): number[] {
  const { height } = track.getSettings();
  return height && kindOf(source) === 'video' ? [height] : [];
}

/** The most that a picture is worth over a link, in bits per second; null for sound. */
export function directBitrate(source: Source, track: MediaStreamTrack): number | null {
  if (source === 'screen') return SCREEN_BITRATE;
  return source === 'camera' ? bitrateFor(track.getSettings().height ?? 0) : null;
}
