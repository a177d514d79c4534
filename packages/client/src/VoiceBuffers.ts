import { kindOf } from '@ottogi/protocol';
import type { MediaSession } from './MediaSession.ts';
import type { Reading } from './readings.ts';
import { keyParts } from './state.ts';
import { VoiceBuffer } from './VoiceBuffer.ts';

/** Lets the sounds of one session that arrive over a lossy way wait until their packets are whole. */
export class VoiceBuffers {
  readonly #session: MediaSession;
  /** By consumer. */
  #buffers: ReadonlyMap<string, VoiceBuffer> = new Map();
  #last: Reading | null = null;

  constructor(session: MediaSession) {
    this.#session = session;
  }

  take(reading: Reading): void {
    const roundTripMs = reading.downlink?.roundTripMs ?? null;
    const buffers = new Map<string, VoiceBuffer>();
    for (const [key, { consumerId }] of this.#session.arrivals) {
      const counts = reading.received.get(key);
      if (!counts || kindOf(keyParts(key).source) !== 'audio') continue;
      const buffer = this.#buffers.get(consumerId) ?? new VoiceBuffer();
      buffers.set(consumerId, buffer);
      if (buffer.take([this.#last?.received.get(key), counts], roundTripMs)) {
        this.#session.delay(key, buffer.lengthMs);
      }
    }
    this.#buffers = buffers;
    this.#last = reading;
  }
}
