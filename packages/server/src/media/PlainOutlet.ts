import type { types } from 'mediasoup';
import { routerRtpCapabilities } from './codecs.ts';

/** Where plain RTP goes to on this machine: RTCP to the port after it. */
export interface RtpAddress {
  ip: string;
  port: number;
}

/** What an outlet sends, as an SDP names it. */
export interface OutletCodec {
  /** Such as `audio/opus`. */
  mimeType: string;
  payloadType: number;
  clockRate: number;
  channels: number;
  /** As in the `a=fmtp` line. */
  parameters: Record<string, unknown>;
}

/** A receiver that takes what comes: it asks for no packet again, and adapts to no bandwidth. */
const PLAIN_CAPABILITIES: types.RtpCapabilities = {
  codecs: routerRtpCapabilities.codecs
    ?.filter(({ mimeType }) => !mimeType.endsWith('/rtx'))
    .map((codec) => ({
      ...codec,
      rtcpFeedback: codec.kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [],
    })),
  headerExtensions: [],
};

/** Of those that a producer may have: mediasoup takes the best that there is. */
const BEST_LAYER = 7;

/** One producer, as plain RTP to another program of this machine. It is silent until it is resumed. */
export class PlainOutlet {
  readonly #transport: types.PlainTransport;
  readonly #consumer: types.Consumer;

  /** Rejects where the producer, or its worker, is gone. */
  static async open(
    router: types.Router,
    producerId: string,
    to: RtpAddress,
  ): Promise<PlainOutlet> {
    const transport = await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: to.ip },
      rtcpMux: false,
      comedia: false,
    });
    try {
      await transport.connect({ ip: to.ip, port: to.port, rtcpPort: to.port + 1 });
      const consumer = await transport.consume({
        producerId,
        rtpCapabilities: PLAIN_CAPABILITIES,
        paused: true,
        preferredLayers: { spatialLayer: BEST_LAYER },
      });
      return new PlainOutlet(transport, consumer);
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  private constructor(transport: types.PlainTransport, consumer: types.Consumer) {
    this.#transport = transport;
    this.#consumer = consumer;
  }

  get consumerId(): string {
    return this.#consumer.id;
  }

  get codec(): OutletCodec {
    const [codec] = this.#consumer.rtpParameters.codecs;
    if (!codec) throw new Error(`the consumer ${this.consumerId} has no codec`);
    const { mimeType, payloadType, clockRate, channels = 1, parameters = {} } = codec;
    return {
      mimeType,
      payloadType,
      clockRate,
      channels,
      parameters,
    };
  }

  /** From now on it sends, a video from the next key frame on, which is asked for. */
  async resume(): Promise<void> {
    await this.#consumer.resume();
  }

  /** Asks the sender of a video to begin anew; has no effect on sound, nor where it is over. */
  requestKeyFrame(): void {
    if (this.#consumer.closed || this.#consumer.kind === 'audio') return;
    // Without its worker there is nothing to ask for.
    this.#consumer.requestKeyFrame().catch(() => undefined);
  }

  close(): void {
    this.#transport.close();
  }
}
