/**
 * What of a frame stays clear, for each codec that a room speaks. No more than what packetizers,
 * the SFU and depacketizers read: they work on the frame as it is on the wire.
 */
import { firstSlice } from './h264.ts';

export const CODECS = ['opus', 'vp8', 'vp9', 'h264'] as const;
export type Codec = (typeof CODECS)[number];

/** How a frame is parted. */
export interface Parts {
  /** So many bytes at the beginning stay as they are. */
  clear: number;
  /** From here up to `clear` they are proved to be the sender's; what stands before may be rewritten on the way. */
  provedFrom: number;
}

/** The first byte says which; the rest of either is what RFC 6386, section 9.1 has outside of the coded data. */
const VP8_KEY_FRAME_HEADER = 10;
const VP8_FRAME_TAG = 3;

/** The NAL unit's header, and the slice's type and parameter set: three numbers of some bits each. */
const H264_SLICE_HEADER = 4;

/** Null for a codec whose frames cannot be parted. */
export function codecOf(mimeType: string): Codec | null {
  const name = mimeType.toLowerCase().split('/').at(-1);
  return CODECS.find((codec) => codec === name) ?? null;
}

/** By nothing but clear bytes, so that both sides part alike. Null for what is no frame of this codec. */
export function partsOf(codec: Codec, data: Uint8Array): Parts | null {
  const parts = headerOf(codec, data);
  return parts && parts.clear <= data.length ? parts : null;
}

function headerOf(codec: Codec, data: Uint8Array): Parts | null {
  switch (codec) {
    // The SFU forwards sound without a look at it, and RTP says all that a packet needs.
    case 'opus':
    // All that is asked of a frame stands in its payload descriptor (RFC 9628), outside of it.
    case 'vp9':
      return { clear: 0, provedFrom: 0 };
    // The SFU and the other browser look at the frame itself for whether it is a key frame, and how large.
    case 'vp8': {
      const isKeyFrame = ((data.at(0) ?? 1) & 1) === 0;
      return { clear: isKeyFrame ? VP8_KEY_FRAME_HEADER : VP8_FRAME_TAG, provedFrom: 0 };
    }
    // Parameter sets, which browsers rewrite, and the boundaries of NAL units.
    case 'h264': {
      const slice = firstSlice(data);
      return slice === null ? null : { clear: slice + H264_SLICE_HEADER, provedFrom: slice };
    }
  }
}
