import type { Bytes } from './bytes.ts';
import { partsOf } from './codecs.ts';
import { joinSealed, proved, type StreamKind } from './frameFormat.ts';
import { kidOf, type SenderKey } from './SenderKey.ts';
import { deriveFrameKey, encodeHeader, type FrameKey, nonceOf } from './sframe.ts';

/** Some months of everything that a person can send. */
const MOST_FRAMES = 2 ** 32;

/**
 * Seals all that one peer sends. A key and the count of its frames live and end together in here, so
 * that no nonce is ever used twice: whatever stream a frame is of, the count goes on, and a key that
 * was used, or stands behind one that was, is refused.
 */
export class FrameSealer {
  #newestKid = -1;
  #key: FrameKey | null = null;
  #counter = 0;

  /** From now on, with this key. @throws Error if it is not newer than every one before it */
  async use(senderKey: SenderKey): Promise<void> {
    const kid = kidOf(senderKey);
    if (kid <= this.#newestKid) throw new Error(`key ${kid} after key ${this.#newestKid}`);
    this.#newestKid = kid;
    const key = await deriveFrameKey(senderKey.baseKey, kid);
    // Meanwhile there may be a newer one.
    if (kid !== this.#newestKid) return;
    this.#key = key;
    this.#counter = 0;
  }

  /** Null as long as there is no key, and for what is no frame: that must not go out at all. */
  async seal(kind: StreamKind, data: Uint8Array): Promise<Bytes | null> {
    const [key, parts] = [this.#key, partsOf(kind.codec, data)];
    if (!key || !parts || this.#counter >= MOST_FRAMES) return null;
    const counter = this.#counter;
    this.#counter += 1;
    const clear = data.slice(0, parts.clear);
    const header = encodeHeader(key.kid, counter);
    const additionalData = proved(header, kind, data, parts);
    const iv = nonceOf(key.salt, counter);
    const cipher = { name: 'AES-GCM', iv, additionalData };
    const plain = data.slice(parts.clear);
    const ciphertext = new Uint8Array(await crypto.subtle.encrypt(cipher, key.key, plain));
    return joinSealed(kind, clear, ciphertext, header);
  }
}
