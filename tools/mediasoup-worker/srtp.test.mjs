// Media through the worker at hand, encrypted with every SRTP suite: whatever library it was built
// against, both of its ends must understand each other.

import { createWorker } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CODEC = {
  kind: 'video',
  mimeType: 'video/VP8',
  clockRate: 90_000,
  preferredPayloadType: 101,
};
const SSRC = 0x0770_6170;
const PAYLOAD = Buffer.from('the roly-poly doll stands up again');

let worker;
beforeAll(async () => {
  worker = await createWorker({ logLevel: 'warn' });
});
afterAll(() => worker?.close());

function rtpPacket(sequenceNumber) {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = CODEC.preferredPayloadType;
  header.writeUInt16BE(sequenceNumber, 2);
  header.writeUInt32BE(sequenceNumber * 3000, 4);
  header.writeUInt32BE(SSRC, 8);
  // A VP8 payload descriptor, and the first byte of a key frame.
  return Buffer.concat([header, Buffer.from([0x10, 0x00]), PAYLOAD]);
}

/** Sender → router → plain transport ⇢ SRTP ⇢ plain transport → router → receiver. */
async function connectedRouters(srtpCryptoSuite) {
  const [near, far] = await Promise.all(
    [0, 1].map(async () => {
      const router = await worker.createRouter({ mediaCodecs: [CODEC] });
      const plain = await router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
        rtcpMux: true,
        enableSrtp: true,
        srtpCryptoSuite,
      });
      return { router, plain, direct: await router.createDirectTransport() };
    }),
  );
  const address = ({ plain }) => ({
    ip: '127.0.0.1',
    port: plain.tuple.localPort,
    srtpParameters: plain.srtpParameters,
  });
  await near.plain.connect(address(far));
  await far.plain.connect(address(near));
  return { near, far };
}

describe.each([
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
])('%s', (suite) => {
  it('carries media one way and a key frame request the other', async () => {
    const { near, far } = await connectedRouters(suite);
    const source = await near.direct.produce({
      kind: 'video',
      rtpParameters: {
        codecs: [
          {
            mimeType: CODEC.mimeType,
            clockRate: CODEC.clockRate,
            payloadType: CODEC.preferredPayloadType,
            rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
          },
        ],
        encodings: [{ ssrc: SSRC }],
      },
    });
    const { rtpCapabilities } = near.router;
    const sent = await near.plain.consume({ producerId: source.id, rtpCapabilities });
    const received = await far.plain.produce({ kind: 'video', rtpParameters: sent.rtpParameters });
    const sink = await far.direct.consume({ producerId: received.id, rtpCapabilities });

    const media = new Promise((resolve) => sink.once('rtp', resolve));
    let sequenceNumber = 1;
    const sending = setInterval(() => source.send(rtpPacket(sequenceNumber++)), 10);
    const packet = await media;
    expect(packet.subarray(-PAYLOAD.length)).toEqual(PAYLOAD);

    const feedback = new Promise((resolve) => near.direct.once('rtcp', resolve));
    await sink.requestKeyFrame();
    const rtcp = await feedback;
    clearInterval(sending);
    expect(rtcp[1]).toBe(206); // Payload-specific feedback,
    expect(rtcp[0] & 0x1f).toBe(1); // picture loss indication.

    near.router.close();
    far.router.close();
  });
});
