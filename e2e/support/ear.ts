/**
 * What somebody would hear who stands where the server does: encoded frames as they arrive, before
 * anything opens them. They are written down, and go on to the decoder as they are.
 */
import type { Person } from './Person.ts';

/** A frame as it was on the wire, in hexadecimal. */
export interface HeardFrame {
  kind: string;
  data: string;
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiEar: HeardFrame[];
}

/** Before the page is visited. Its own senders take the older way, since there is no newer one then. */
export async function installEar({ page }: Person): Promise<void> {
  await page.addInitScript(() => {
    interface Encoded {
      data: ArrayBuffer;
    }
    interface Streams {
      readable: ReadableStream<Encoded>;
      writable: WritableStream<Encoded>;
    }
    const receivers = RTCRtpReceiver.prototype as unknown as { createEncodedStreams(): Streams };
    // oxlint-disable-next-line typescript/unbound-method -- called with its own receiver, below
    const original = receivers.createEncodedStreams;
    globalThis.ottogiEar = [];
    Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform');
    receivers.createEncodedStreams = function heard(this: RTCRtpReceiver) {
      const { readable, writable } = original.call(this);
      const { kind } = this.track;
      const ear = new TransformStream<Encoded, Encoded>({
        transform(frame, controller) {
          const bytes = [...new Uint8Array(frame.data)];
          const data = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
          globalThis.ottogiEar.push({ kind, data });
          controller.enqueue(frame);
        },
      });
      readable
        .pipeThrough(ear)
        .pipeTo(writable)
        .catch(() => undefined);
      // For the page nothing arrives at all.
      return new TransformStream<Encoded, Encoded>();
    };
  });
}

/** What was heard since the last time. */
export function heardFrames({ tab }: Person): Promise<HeardFrame[]> {
  return tab.evaluate(() => globalThis.ottogiEar.splice(0));
}
