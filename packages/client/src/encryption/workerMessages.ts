/** What goes between the page and the worker that seals and opens frames. */
import type { StreamKind } from './frameFormat.ts';
import type { SenderKey } from './SenderKey.ts';

/** The few things that are done with a frame (RTCEncodedVideoFrame, RTCEncodedAudioFrame). */
export interface Frame {
  data: ArrayBuffer;
}

/** Own frames on their way out, or those of another peer on their way in. */
export type StreamOptions = StreamKind & { peerId: string | null };

export type ToWorker =
  /** Seal with this key from now on. */
  | { type: 'use'; key: SenderKey }
  /** Open what another peer seals with this key. */
  | { type: 'add'; peerId: string; key: SenderKey }
  /** Nobody of this name is here any more. */
  | { type: 'forget'; peerId: string }
  /** What `createEncodedStreams` gave, where there is no RTCRtpScriptTransform. */
  | {
      type: 'pipe';
      readable: ReadableStream<Frame>;
      writable: WritableStream<Frame>;
      options: StreamOptions;
    }
  | { type: 'ping' };

export type FromWorker =
  | { type: 'pong' }
  /** Frames of this peer come that no key opens. */
  | { type: 'missing'; peerId: string };
