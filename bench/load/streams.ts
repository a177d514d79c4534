import { randomInt } from 'node:crypto';
import type { RtpParameters } from '@ottogi/protocol';
import { absSendTime, EXTENSION, rtpPacket, senderReport, vp8Payload } from './rtp.ts';

/** One simulcast layer of a camera. */
export interface Layer {
  width: number;
  height: number;
  packetsPerFrame: number;
  bytesPerPacket: number;
}

const FRAMES_PER_SECOND = 25;
const VIDEO_CLOCK_RATE = 90_000;
const KEY_FRAME_INTERVAL = FRAMES_PER_SECOND;
/** The frames of three temporal layers (L1T3). */
const TEMPORAL_PATTERN = [0, 2, 1, 2];

const AUDIO_CLOCK_RATE = 48_000;
const AUDIO_BYTES = 80;
const SPEECH_PACKETS = 70;
const PAUSE_PACKETS = 30;
const SILENCE = 127;

/** Counts up over all streams of a transport. */
export interface TransportSequence {
  next: number;
}

function newSsrc(): number {
  return 1 + Math.floor(Math.random() * 0xffff_fffe);
}

/** A stream of packets with one SSRC. */
class Stream {
  readonly ssrc = newSsrc();
  readonly #payloadType: number;
  readonly #mid: Buffer;
  readonly #transport: TransportSequence;
  readonly #sent = { packets: 0, bytes: 0 };
  timestamp = Math.floor(Math.random() * 0xffff_ffff);

  constructor(payloadType: number, mid: string, transport: TransportSequence) {
    this.#payloadType = payloadType;
    this.#mid = Buffer.from(mid);
    this.#transport = transport;
  }

  packet(payload: Buffer, marker: boolean, more: [number, Buffer][] = []): Buffer {
    const sequence = Buffer.alloc(2);
    sequence.writeUInt16BE(this.#transport.next++ & 0xffff);
    this.#sent.bytes += payload.length;
    return rtpPacket({
      payloadType: this.#payloadType,
      marker,
      sequence: this.#sent.packets++,
      timestamp: this.timestamp,
      ssrc: this.ssrc,
      extensions: [
        [EXTENSION.mid, this.#mid],
        [EXTENSION.absSendTime, absSendTime(performance.now())],
        [EXTENSION.transportSequence, sequence],
        ...more,
      ],
      payload,
    });
  }

  report(): Buffer {
    return senderReport(this.ssrc, this.timestamp, this.#sent);
  }
}

const FEEDBACK = {
  audio: [{ type: 'transport-cc' }, { type: 'nack' }],
  video: [
    { type: 'nack' },
    { type: 'nack', parameter: 'pli' },
    { type: 'ccm', parameter: 'fir' },
    { type: 'goog-remb' },
    { type: 'transport-cc' },
  ],
};

const URI = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportSequence: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
};

function headerExtensions(names: (keyof typeof URI)[]): RtpParameters['headerExtensions'] {
  return names.map((name) => ({ uri: URI[name], id: EXTENSION[name] }));
}

/** Opus, 50 packets a second, with an audio level that a router may read. */
export class Microphone {
  static readonly intervalMs = 20;
  readonly #stream: Stream;
  readonly #speaks: boolean;
  #packets = randomInt(SPEECH_PACKETS + PAUSE_PACKETS);

  /** @param speaks Whether this is a voice now and then, or somebody who only listens. */
  constructor(transport: TransportSequence, speaks: boolean) {
    this.#stream = new Stream(100, 'a', transport);
    this.#speaks = speaks;
  }

  get rtpParameters(): RtpParameters {
    return {
      mid: 'a',
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: 100,
          clockRate: AUDIO_CLOCK_RATE,
          channels: 2,
          parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
          rtcpFeedback: FEEDBACK.audio,
        },
      ],
      headerExtensions: headerExtensions(['mid', 'absSendTime', 'transportSequence', 'audioLevel']),
      encodings: [{ ssrc: this.#stream.ssrc, dtx: true }],
      rtcp: { cname: 'load', reducedSize: true },
    };
  }

  next(): Buffer[] {
    this.#stream.timestamp += (AUDIO_CLOCK_RATE * Microphone.intervalMs) / 1000;
    const level: [number, Buffer] = [EXTENSION.audioLevel, Buffer.from([this.#nextLevel()])];
    return [this.#stream.packet(Buffer.alloc(AUDIO_BYTES, 0x77), false, [level])];
  }

  /** In decibels under the loudest (RFC 6464): speech that rises and falls, and its pauses. */
  #nextLevel(): number {
    const at = this.#packets++ % (SPEECH_PACKETS + PAUSE_PACKETS);
    return this.#speaks && at < SPEECH_PACKETS ? 25 + ((7 * at) % 20) : SILENCE;
  }

  reports(): Buffer[] {
    return [this.#stream.report()];
  }
}

/** VP8 in one layer or several. */
export class Camera {
  static readonly intervalMs = 1000 / FRAMES_PER_SECOND;
  readonly #layers: { shape: Layer; stream: Stream; rtxSsrc: number }[];
  readonly #scalabilityMode: string | undefined;
  #frames = 0;
  #tl0PicIdx = 0;

  /** @param temporal Whether frames come in temporal layers, as those of an adaptive camera do. */
  constructor(transport: TransportSequence, layers: readonly Layer[], temporal: boolean) {
    this.#layers = layers.map((shape) => ({
      shape,
      stream: new Stream(101, 'v', transport),
      rtxSsrc: newSsrc(),
    }));
    this.#scalabilityMode = temporal ? 'L1T3' : undefined;
  }

  get rtpParameters(): RtpParameters {
    return {
      mid: 'v',
      codecs: [
        {
          mimeType: 'video/VP8',
          payloadType: 101,
          clockRate: VIDEO_CLOCK_RATE,
          rtcpFeedback: FEEDBACK.video,
        },
        {
          mimeType: 'video/rtx',
          payloadType: 102,
          clockRate: VIDEO_CLOCK_RATE,
          parameters: { apt: 101 },
        },
      ],
      headerExtensions: headerExtensions(['mid', 'absSendTime', 'transportSequence']),
      encodings: this.#layers.map(({ stream, rtxSsrc }) => ({
        ssrc: stream.ssrc,
        rtx: { ssrc: rtxSsrc },
        ...(this.#scalabilityMode && { scalabilityMode: this.#scalabilityMode }),
      })),
      rtcp: { cname: 'load', reducedSize: true },
    };
  }

  /** One frame of every layer. */
  next(): Buffer[] {
    const index = this.#frames++;
    const key = index % KEY_FRAME_INTERVAL === 0;
    const inPattern = (index % KEY_FRAME_INTERVAL) % TEMPORAL_PATTERN.length;
    const temporalLayer = this.#scalabilityMode ? TEMPORAL_PATTERN[inPattern]! : 0;
    if (temporalLayer === 0) this.#tl0PicIdx += 1;
    const frame = { pictureId: index, tl0PicIdx: this.#tl0PicIdx, temporalLayer, key };
    return this.#layers.flatMap(({ shape, stream }) => {
      stream.timestamp += VIDEO_CLOCK_RATE / FRAMES_PER_SECOND;
      return Array.from({ length: shape.packetsPerFrame }, (_, at) =>
        stream.packet(
          vp8Payload({ ...frame, ...shape }, at === 0, shape.bytesPerPacket),
          at === shape.packetsPerFrame - 1,
        ),
      );
    });
  }

  reports(): Buffer[] {
    return this.#layers.map(({ stream }) => stream.report());
  }
}
