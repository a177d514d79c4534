import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ATTRIBUTE,
  createTransactionId,
  decodeAnswer,
  decodeXorAddress,
  encodeRequest,
  METHOD,
} from './message.ts';
import { StunServer } from './StunServer.ts';

let server: StunServer;
const client = () => createSocket('udp4');

beforeEach(async () => {
  server = await StunServer.open(0, '127.0.0.1');
});
afterEach(() => server.close());

test('whoever asks is told where they are seen', async () => {
  const socket = client();
  const transactionId = createTransactionId();
  const request = encodeRequest({ method: METHOD.binding, transactionId, attributes: [] });
  socket.send(request, server.port, '127.0.0.1');
  const [packet] = (await once(socket, 'message')) as [Buffer];
  const answer = decodeAnswer(packet);
  expect(answer).toMatchObject({ transactionId, error: null });
  const mapped = answer?.attributes.get(ATTRIBUTE.xorMappedAddress);
  expect(decodeXorAddress(mapped)).toBe('127.0.0.1');
  expect((mapped?.readUInt16BE(2) ?? 0) ^ 0x2112).toBe(socket.address().port);
  socket.close();
});

test('what is no question gets no answer, and the next one does', async () => {
  const socket = client();
  const transactionId = createTransactionId();
  const asked = encodeRequest({ method: METHOD.binding, transactionId, attributes: [] });
  const other = encodeRequest({ method: METHOD.allocate, transactionId, attributes: [] });
  for (const nonsense of [Buffer.alloc(0), Buffer.alloc(19), Buffer.alloc(2000, 0xff), other]) {
    socket.send(nonsense, server.port, '127.0.0.1');
  }
  socket.send(asked, server.port, '127.0.0.1');
  const [packet] = (await once(socket, 'message')) as [Buffer];
  expect(decodeAnswer(packet)?.transactionId).toEqual(transactionId);
  socket.close();
});
