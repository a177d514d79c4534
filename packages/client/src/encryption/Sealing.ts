import {
  type AnySource,
  type ConsumerDocument,
  isMix,
  kindOf,
  type Source,
} from '@ottogi/protocol';
import type { types } from 'mediasoup-client';
import { ClientError } from '../errors.ts';
import { type Codec, codecOf } from './codecs.ts';
import type { FrameProtection } from './FrameWorker.ts';

/** Has every producer of a session send sealed frames, and nothing else. */
export class Sealing {
  readonly #protection: FrameProtection;
  readonly #codecs: readonly types.RtpCodecCapability[];

  /** @param codecs What can be sent, the first of a kind being what is. */
  constructor(protection: FrameProtection, codecs: readonly types.RtpCodecCapability[]) {
    this.#protection = protection;
    this.#codecs = codecs;
  }

  /**
   * mediasoup-client calls `onRtpSender` in the turn in which the sender is made, before anything of
   * it is negotiated. The codec is what it would choose by itself: how frames are parted hangs on it.
   * @throws ClientError `encryptionUnsupported`, `encryptedRoom` for a mix
   */
  producerOptions(shown: AnySource): Pick<types.ProducerOptions, 'codec' | 'onRtpSender'> {
    const source = unmixed(shown);
    const codec = this.#codecs.find(({ kind }) => kind === kindOf(source));
    const kind = { source, codec: required(codec?.mimeType) };
    return {
      ...(codec && { codec }),
      onRtpSender: (sender) => this.#protection.seal(sender, kind),
    };
  }
}

/**
 * Has what arrives of a consumer opened before it is decoded.
 * @throws ClientError `encryptionUnsupported`, `encryptedRoom` for a mix
 */
export function opening(
  protection: FrameProtection,
  { peerId, source, rtpParameters }: Pick<ConsumerDocument, 'peerId' | 'source' | 'rtpParameters'>,
): Pick<types.ConsumerOptions, 'onRtpReceiver'> {
  const kind = { source: unmixed(source), codec: required(rtpParameters.codecs[0]?.mimeType) };
  return { onRtpReceiver: (receiver) => protection.open(receiver, kind, peerId) };
}

/** Whoever mixes has to understand. */
function unmixed(source: AnySource): Source {
  if (!isMix(source)) return source;
  throw new ClientError('encryptedRoom', 'nobody mixes what is encrypted from end to end');
}

function required(mimeType: string | undefined): Codec {
  const codec = codecOf(mimeType ?? '');
  if (codec) return codec;
  throw new ClientError('encryptionUnsupported', `frames of ${mimeType} cannot be encrypted`);
}
