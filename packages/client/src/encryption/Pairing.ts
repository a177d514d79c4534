import { type Bytes, bigEndian, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { derivePairKey } from './roomSecret.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
const SHARED_BITS = 256;
const NONCE_BYTES = 12;

/** Who one is in the call of a room, to the others there; made anew for each membership. */
export interface Identity {
  readonly roomId: string;
  readonly peerId: string;
  /** In base64url, as the others know one. */
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
  /** What only those know who know the room's secret. */
  readonly roomKey: Bytes;
}

export async function createIdentity(
  about: Pick<Identity, 'roomId' | 'peerId' | 'roomKey'>,
): Promise<Identity> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  return { ...about, publicKey: toBase64Url(new Uint8Array(raw)), privateKey };
}

/** A message about keys, as it crosses the wire. */
export type KeyMessage =
  | { kind: 'hello'; publicKey: string }
  | { kind: 'sealed'; publicKey: string; seq: number; about: string; sealed: Bytes };

/** Null for what is none. */
export function readMessage(payload: string): KeyMessage | null {
  const [kind, publicKey = '', seqText = '', sealed = ''] = payload.split('.');
  if (kind === 'hello') return { kind, publicKey };
  const seq = Number(seqText);
  if (kind !== 'sealed' || !/^\d{1,15}$/.test(seqText)) return null;
  const about = payload.slice(0, payload.lastIndexOf('.'));
  return { kind, publicKey, seq, about, sealed: fromBase64Url(sealed) };
}

export function helloOf({ publicKey }: Identity): string {
  return `hello.${publicKey}`;
}

/**
 * What passes between this peer and one other. The keys, one for each direction, come of an ECDH
 * between two keys that live as long as two memberships, and of the room's secret; they are bound to
 * the room, both peers and both public keys. So whoever opens a message knows that it is of somebody
 * who has the secret and this very public key, and that whoever relays them stands in between in vain.
 */
export class Pairing {
  readonly publicKey: string;
  readonly #own: string;
  readonly #outward: CryptoKey;
  readonly #inward: CryptoKey;
  #heard = -1;

  /** @throws DOMException, Error for what is no public key */
  static async create(own: Identity, peerId: string, publicKey: string): Promise<Pairing> {
    const raw = fromBase64Url(publicKey);
    const other = await crypto.subtle.importKey('raw', raw, CURVE, false, []);
    const ecdh = { name: CURVE.name, public: other };
    const shared = await crypto.subtle.deriveBits(ecdh, own.privateKey, SHARED_BITS);
    const { roomId, roomKey } = own;
    const [self, them] = [[own.peerId, own.publicKey] as const, [peerId, publicKey] as const];
    const [outward, inward] = await Promise.all([
      derivePairKey(shared, roomKey, { roomId, from: self, to: them }),
      derivePairKey(shared, roomKey, { roomId, from: them, to: self }),
    ]);
    return new Pairing(own.publicKey, publicKey, outward, inward);
  }

  private constructor(own: string, publicKey: string, outward: CryptoKey, inward: CryptoKey) {
    this.#own = own;
    this.publicKey = publicKey;
    this.#outward = outward;
    this.#inward = inward;
  }

  /** @param seq Never the same again, for whomever, as long as the own key lives: it is the nonce. */
  async seal(seq: number, content: object): Promise<string> {
    const about = `sealed.${this.#own}.${seq}`;
    const plain = utf8(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt(cipherOf(seq, about), this.#outward, plain);
    return `${about}.${toBase64Url(new Uint8Array(sealed))}`;
  }

  /** Null for what is of somebody without the secret, or another key, or was heard before. */
  async open({ seq, about, sealed }: KeyMessage & { kind: 'sealed' }): Promise<object | null> {
    if (seq <= this.#heard) return null;
    try {
      const plain = await crypto.subtle.decrypt(cipherOf(seq, about), this.#inward, sealed);
      const content: unknown = JSON.parse(new TextDecoder().decode(plain));
      this.#heard = seq;
      return typeof content === 'object' ? content : null;
    } catch {
      return null;
    }
  }

  /** Whether a message is older than what was heard already: a copy. */
  isCopy({ seq }: KeyMessage & { kind: 'sealed' }): boolean {
    return seq <= this.#heard;
  }
}

function cipherOf(seq: number, about: string): AesGcmParams {
  return { name: 'AES-GCM', iv: bigEndian(seq, NONCE_BYTES), additionalData: utf8(about) };
}
