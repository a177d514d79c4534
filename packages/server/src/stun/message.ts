/**
 * STUN messages, as far as a check of the network needs them (RFC 8489): written with short-term or
 * long-term credentials, read without, since what an answer says is not trusted for anything.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { crc32 } from 'node:zlib';

const MAGIC_COOKIE = 0x2112_a442;
export const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_XOR = 0x5354_554e;

/** The bit of an answer that is a success; an error has 0x0110. */
const SUCCESS = 0x0100;

/** Methods of RFC 8489 and RFC 8656. */
export const METHOD = {
  binding: 0x0001,
  allocate: 0x0003,
  refresh: 0x0004,
  createPermission: 0x0008,
} as const;

export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
  priority: 0x0024,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const;

export type Attributes = readonly (readonly [type: number, value: Buffer])[];

export interface StunRequest {
  method: number;
  transactionId: Buffer;
  attributes: Attributes;
  /** For MESSAGE-INTEGRITY: the password itself, or MD5(user:realm:password). */
  key?: Buffer;
}

export interface StunAnswer {
  transactionId: Buffer;
  attributes: ReadonlyMap<number, Buffer>;
  /** What went wrong, where something did. */
  error: { code: number; reason: string } | null;
}

export function createTransactionId(): Buffer {
  return randomBytes(12);
}

export function encodeRequest({ method, transactionId, attributes, key }: StunRequest): Buffer {
  const parts = attributes.map(([type, value]) => encodeAttribute(type, value));
  const body = () => Buffer.concat(parts);
  // Either one is reckoned over a header that counts it in already (RFC 8489, 14.5 and 14.7).
  if (key) {
    const covered = withHeader(method, transactionId, body(), INTEGRITY_BYTES);
    const hmac = createHmac('sha1', key).update(covered).digest();
    parts.push(encodeAttribute(ATTRIBUTE.integrity, hmac));
  }
  const covered = withHeader(method, transactionId, body(), FINGERPRINT_BYTES);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(covered) ^ FINGERPRINT_XOR) >>> 0);
  parts.push(encodeAttribute(ATTRIBUTE.fingerprint, fingerprint));
  return withHeader(method, transactionId, body(), 0);
}

/** Null for what is no answer of STUN. */
export function decodeAnswer(packet: Buffer): StunAnswer | null {
  if (packet.length < HEADER_BYTES || packet.readUInt32BE(4) !== MAGIC_COOKIE) return null;
  if ((packet.readUInt16BE(0) & 0x0100) === 0) return null;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= packet.length;) {
    const length = packet.readUInt16BE(at + 2);
    attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
    at += 4 + padded(length);
  }
  return {
    transactionId: packet.subarray(8, HEADER_BYTES),
    attributes,
    error: errorIn(packet, attributes),
  };
}

/** The id of a Binding request; null for what is none. */
export function bindingRequestId(packet: Buffer): Buffer | null {
  if (packet.length < HEADER_BYTES || packet.readUInt32BE(4) !== MAGIC_COOKIE) return null;
  return packet.readUInt16BE(0) === METHOD.binding ? packet.subarray(8, HEADER_BYTES) : null;
}

/** The answer to a Binding request: where it came from (RFC 8489, section 6.3.1.1). */
export function encodeBindingSuccess(transactionId: Buffer, address: string, port: number): Buffer {
  const mapped = encodeXorAddress(address, port);
  const attributes = [[ATTRIBUTE.xorMappedAddress, mapped]] as const;
  return encodeRequest({ method: METHOD.binding | SUCCESS, transactionId, attributes });
}

/** How many bytes the message takes that begins here; null while its header is not all there. */
export function messageBytes(bytes: Buffer): number | null {
  return bytes.length < HEADER_BYTES ? null : HEADER_BYTES + bytes.readUInt16BE(2);
}

/** An XOR-…-ADDRESS of an IPv4 address (RFC 8489, 14.2). */
export function encodeXorAddress(address: string, port: number): Buffer {
  if (!isIPv4(address)) throw new TypeError(`${address} is no IPv4 address`);
  const value = Buffer.alloc(8);
  value.writeUInt8(1, 1);
  value.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  const bits = Buffer.from(address.split('.').map(Number)).readUInt32BE();
  value.writeUInt32BE((bits ^ MAGIC_COOKIE) >>> 0, 4);
  return value;
}

/** The address in an XOR-…-ADDRESS; null for one of IPv6. */
export function decodeXorAddress(value: Buffer | undefined): string | null {
  if (!value || value.length < 8 || value.readUInt8(1) !== 1) return null;
  const bits = Buffer.alloc(4);
  bits.writeUInt32BE((value.readUInt32BE(4) ^ MAGIC_COOKIE) >>> 0);
  return bits.join('.');
}

function withHeader(method: number, transactionId: Buffer, body: Buffer, more: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(method, 0);
  header.writeUInt16BE(body.length + more, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transactionId.copy(header, 8);
  return Buffer.concat([header, body]);
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const attribute = Buffer.alloc(4 + padded(value.length));
  attribute.writeUInt16BE(type, 0);
  attribute.writeUInt16BE(value.length, 2);
  value.copy(attribute, 4);
  return attribute;
}

function errorIn(packet: Buffer, attributes: ReadonlyMap<number, Buffer>): StunAnswer['error'] {
  if ((packet.readUInt16BE(0) & 0x0110) !== 0x0110) return null;
  const value = attributes.get(ATTRIBUTE.errorCode);
  if (!value || value.length < 4) return { code: 500, reason: 'no reason given' };
  const code = (value.readUInt8(2) & 0x7) * 100 + value.readUInt8(3);
  return { code, reason: value.toString('utf8', 4) };
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
