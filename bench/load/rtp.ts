/** RTP and RTCP packets, put together by hand (RFC 3550, RFC 8285, RFC 7741). */

/** Ids of header extensions: those that the routers prefer, so nothing has to be negotiated. */
export const EXTENSION = { mid: 1, absSendTime: 4, transportSequence: 5, audioLevel: 6 } as const;

interface RtpPacket {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  extensions: [id: number, value: Buffer][];
  payload: Buffer;
}

export function rtpPacket(packet: RtpPacket): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x90;
  header[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  header.writeUInt16BE(packet.sequence & 0xffff, 2);
  header.writeUInt32BE(packet.timestamp >>> 0, 4);
  header.writeUInt32BE(packet.ssrc, 8);
  return Buffer.concat([header, extensionBlock(packet.extensions), packet.payload]);
}

/** One-byte headers, padded to whole words. */
function extensionBlock(extensions: RtpPacket['extensions']): Buffer {
  const elements = Buffer.concat(
    extensions.flatMap(([id, value]) => [Buffer.from([(id << 4) | (value.length - 1)]), value]),
  );
  const words = Math.ceil(elements.length / 4);
  const block = Buffer.alloc(4 + 4 * words);
  block.writeUInt16BE(0xbede, 0);
  block.writeUInt16BE(words, 2);
  elements.copy(block, 4);
  return block;
}

/** The value of one header extension of a packet that was received; undefined without it. */
export function readExtension(packet: Buffer, wanted: number): Buffer | undefined {
  if ((packet[0]! & 0x10) === 0) return undefined;
  const start = 12 + 4 * (packet[0]! & 0x0f);
  if (packet.readUInt16BE(start) !== 0xbede) return undefined;
  const end = start + 4 + 4 * packet.readUInt16BE(start + 2);
  let at = start + 4;
  while (at < end) {
    const id = packet[at]! >> 4;
    if (id === 0) {
      at += 1;
      continue;
    }
    const length = (packet[at]! & 0x0f) + 1;
    if (id === wanted) return packet.subarray(at + 1, at + 1 + length);
    at += 1 + length;
  }
  return undefined;
}

/** When a packet leaves, as abs-send-time has it: seconds, 6 bits before the point and 18 after. */
export function absSendTime(nowMs: number): Buffer {
  const value = Buffer.alloc(3);
  value.writeUIntBE(Math.floor((nowMs / 1000) * 2 ** 18) % 2 ** 24, 0, 3);
  return value;
}

interface Vp8Frame {
  pictureId: number;
  tl0PicIdx: number;
  temporalLayer: number;
  key: boolean;
  width: number;
  height: number;
}

/** One packet of a VP8 frame: a true descriptor, and noise where the picture would be. */
export function vp8Payload(frame: Vp8Frame, first: boolean, bytes: number): Buffer {
  const payload = Buffer.alloc(bytes, 0x55);
  payload[0] = first ? 0x90 : 0x80;
  // Picture id, TL0PICIDX, temporal layer (RFC 7741, 4.2).
  payload[1] = 0xe0;
  payload.writeUInt16BE(0x8000 | (frame.pictureId & 0x7fff), 2);
  payload[4] = frame.tl0PicIdx & 0xff;
  payload[5] = (frame.temporalLayer << 6) | 0x20;
  if (first) writeVp8Header(payload.subarray(6), frame);
  return payload;
}

function writeVp8Header(header: Buffer, { key, width, height }: Vp8Frame): void {
  header[0] = key ? 0x10 : 0x11;
  if (!key) return;
  header.set([0x9d, 0x01, 0x2a], 3);
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
}

/** Tells the router which wall-clock time a timestamp is; it compares simulcast layers by it. */
export function senderReport(
  ssrc: number,
  timestamp: number,
  sent: { packets: number; bytes: number },
): Buffer {
  const report = Buffer.alloc(28);
  const seconds = Date.now() / 1000 + 2_208_988_800;
  report[0] = 0x80;
  report[1] = 200;
  report.writeUInt16BE(6, 2);
  report.writeUInt32BE(ssrc, 4);
  report.writeUInt32BE(Math.floor(seconds) >>> 0, 8);
  report.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
  report.writeUInt32BE(timestamp >>> 0, 16);
  report.writeUInt32BE(sent.packets >>> 0, 20);
  report.writeUInt32BE(sent.bytes >>> 0, 24);
  return report;
}
