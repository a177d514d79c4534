import { z } from 'zod';

/**
 * Ids are made by the server and opaque to clients: any short token without white space. They are
 * not secrets, and knowing one grants nothing, since every id in a request is checked against the
 * asker's own objects.
 */
const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/);

export const roomId = id.describe('A room.');
export const peerId = id.describe("A session's membership in a room's call.");
export const sessionId = id.describe('One signaling connection.');
export const transportId = id.describe('A WebRtcTransport of mediasoup.');
export const producerId = id.describe('A Producer of mediasoup.');
export const consumerId = id.describe('A Consumer of mediasoup.');
export const dataProducerId = id.describe('A DataProducer of mediasoup.');
export const dataConsumerId = id.describe('A DataConsumer of mediasoup.');
export const personId = id.describe('A person: the same on every connection with the same secret.');
export const fileId = id.describe(
  'A stored file. Unguessable: whoever knows it may read the file.',
);
export const uploadId = id.describe('Leave to upload one file. Unguessable.');
export const mediaId = id.describe("What carries a peer's media: others come in its place.");
export const linkId = id.describe('A direct way between two peers.');
export const knockId = id.describe('Somebody who waits to be let into a room.');
export const recordingId = id.describe('A recording of a room.');
export const messageId = id.describe(
  "The sender's own name for a message: sent twice under one id, it is one message.",
);
