import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  ATTRIBUTE,
  decodeAnswer,
  decodeXorAddress,
  encodeRequest,
  encodeXorAddress,
  messageBytes,
  METHOD,
} from './message.ts';

/** The sample answer of RFC 5769, section 2.2. */
const ANSWER = Buffer.from(
  [
    '0101003c2112a442b7e7a701bc34d686fa87dfae',
    '8022000b7465737420766563746f7220',
    '002000080001a147e112a643',
    '000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7',
    '80280004c07d4c96',
  ].join(''),
  'hex',
);

const TRANSACTION = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');

test('the sample answer of RFC 5769 is understood', () => {
  const answer = decodeAnswer(ANSWER);
  expect(answer?.transactionId).toEqual(TRANSACTION);
  expect(answer?.error).toBeNull();
  expect(decodeXorAddress(answer?.attributes.get(ATTRIBUTE.xorMappedAddress))).toBe('192.0.2.1');
  expect(messageBytes(ANSWER)).toBe(ANSWER.length);
});

test('the fingerprint is the checksum of all before it', () => {
  const request = encodeRequest({
    method: METHOD.binding,
    transactionId: TRANSACTION,
    attributes: [[ATTRIBUTE.username, Buffer.from('evtj:h6vY')]],
  });
  const checksum = (crc32(request.subarray(0, -8)) ^ 0x5354_554e) >>> 0;
  expect(request.readUInt32BE(request.length - 4)).toBe(checksum);
  expect(messageBytes(request)).toBe(request.length);
});

test.each(['192.0.2.1', '127.0.0.1', '255.255.255.255'])('%s goes in and out', (address) => {
  expect(decodeXorAddress(encodeXorAddress(address, 32_853))).toBe(address);
});

test('an error is told with its code', () => {
  const error = Buffer.from(ANSWER);
  error.writeUInt16BE(0x0111, 0);
  expect(decodeAnswer(error)?.error).toMatchObject({ code: 500 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['too little', ANSWER.subarray(0, 19)],
  ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['a request', encodeRequest({ method: 1, transactionId: TRANSACTION, attributes: [] })],
])('%s is no answer', (_what, packet) => {
  expect(decodeAnswer(packet)).toBeNull();
});

test('an answer that was cut is read as far as it goes', () => {
  for (let length = 20; length < ANSWER.length; length += 1) {
    decodeAnswer(ANSWER.subarray(0, length));
  }
});
