import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient } from '../testing/TestClient.ts';
import { TestServer } from '../testing/TestServer.ts';
import { UNLIMITED } from '../testing/unlimited.ts';

const ROUTES = [
  '/',
  '/r/lounge',
  '/healthz',
  '/readyz',
  '/api/rooms',
  '/api/state',
  '/api/workers',
  '/api/reports',
  '/api/reports/x',
  '/api/time',
  '/api/uploads/x',
  '/files/x/name.png',
  '/assets/x.js',
  '/socket.io/?EIO=4&transport=polling',
  '/socket.io/?EIO=4&transport=websocket',
  '/nowhere',
];

const METHODS = [
  'GET HEAD POST PUT DELETE PATCH OPTIONS TRACE CONNECT PROPFIND get NONSENSE G\u0000T',
].flatMap((names) => names.split(' '));

/** Behind a route, or in its place. */
const PATHS = [
  '/../../../../etc/passwd',
  '/..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/..\\..\\etc\\passwd',
  '/%00',
  '/%',
  '/%ff%fe',
  '/%u0041',
  '//evil.example/',
  ';jsessionid=1',
  '?a=%&b[]=1&__proto__[x]=1&constructor=1',
  '#fragment',
  '/ottogi.db',
  '/admin-token',
  `/${'x'.repeat(8_000)}`,
  `/${'../'.repeat(500)}`,
];

/** Headers, with what follows them. */
const HEADERS = [
  'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
  'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n',
  'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  'Transfer-Encoding: xchunked\r\n\r\nhello',
  'Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello',
  'Transfer-Encoding: chunked\r\n\r\n-1\r\nhello',
  'Transfer-Encoding: chunked\r\nTrailer: x\r\n\r\n1\r\nx\r\n0\r\nx: y\r\n\r\n',
  'Content-Length: -1\r\n\r\n',
  'Content-Length: 99999999999999999999\r\n\r\n',
  'Content-Length: 0x10\r\n\r\n',
  'Content-Length: 10\r\n\r\nhalf',
  'Host: a\r\nHost: b\r\n\r\n',
  'Host: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n',
  'X-Folded: a\r\n b\r\n\r\n',
  'X-Nul: a\u0000b\r\n\r\n',
  'X Space: a\r\n\r\n',
  ': no name\r\n\r\n',
  'no colon\r\n\r\n',
  'Lone: newline\n\n',
  `${Array.from({ length: 300 }, (_, index) => `X-${index}: y`).join('\r\n')}\r\n\r\n`,
  `Cookie: ${'x'.repeat(30_000)}\r\n\r\n`,
  'Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello',
  'Expect: nonsense\r\n\r\n',
  'Range: bytes=5-1,-,9999999999999999999-\r\n\r\n',
  'Range: bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8\r\n\r\n',
  'If-Modified-Since: yesterday\r\nIf-None-Match: ""\r\n\r\n',
  'Accept-Encoding: nonsense;q=x, *;q=-1\r\n\r\n',
  'Authorization: Bearer\r\n\r\n',
  'Authorization: Bearer \u00ff\u00ff\r\n\r\n',
  'Authorization: Basic YWRtaW46YWRtaW4=\r\n\r\n',
  'Origin: null\r\n\r\n',
  'Origin: http://[::\r\n\r\n',
  'X-Forwarded-For: ,,, unknown, 999.1.1.1\r\n\r\n',
  'Content-Type: application/json\r\nContent-Length: 5\r\n\r\n{"__p',
  'Content-Type: application/json\r\nContent-Length: 22\r\n\r\n{"__proto__":{"x":1}} ',
  'Content-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx',
  'Content-Type: ;;;\r\nContent-Length: 1\r\n\r\nx',
  'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: x\r\n\r\n',
  'Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n',
];

/** No request at all. */
const NONSENSE = [
  '\r\n\r\n\r\n',
  'GET /\r\n\r\n',
  'GET / HTTP/0.9\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
  'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'GET http://[::/ HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET * HTTP/1.1\r\nHost: a\r\n\r\n',
  'CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  'SSH-2.0-OpenSSH_9.9\r\n',
  '\u0000'.repeat(1_000),
  `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
];

/** At a time: an answer is waited for on each. */
const SIDE_BY_SIDE = 64;

let server: TestServer;
let ada: TestClient;
let pids: number[];

beforeAll(async () => {
  // What says half and waits is to be waited for no longer than a test can wait.
  const http = { ...UNLIMITED.http, headersMs: 500, bodyMs: 500, lingerMs: 100, checkEveryMs: 100 };
  const session = { ...UNLIMITED.session, handshakeMs: 500 };
  server = await TestServer.start({}, { ...UNLIMITED, http, session });
  ada = await server.connect();
  await ada.join('lounge', 'Ada');
  pids = await server.workerPids();
});
afterAll(() => server.close());

/** With it the server closes the connection once it has answered. */
const GOODBYE = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

/** Everything that comes back until the server closes the connection. */
function said(text: string): Promise<string> {
  return answerTo((socket) => socket.write(text + GOODBYE, 'latin1'));
}

/** The same, where the connection breaks there. */
function cutOff(text: string): Promise<string> {
  return answerTo((socket) => socket.end(text, 'latin1'));
}

async function answerTo(say: (socket: Socket) => void): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => undefined).once('close', () => resolve());
  say(socket);
  await closed;
  return answer;
}

async function expectRefused(requests: readonly string[], say = said): Promise<void> {
  const waiting = [...requests];
  const failures: string[] = [];
  const run = async () => {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      const answer = await say(text);
      // 503: the page is not built. 505: another version of HTTP.
      const wrong = /^HTTP\/1\.1 5(?!03|05)\d\d/m.test(answer);
      if (wrong || /root:|"restarts"|SQLite format/.test(answer)) {
        failures.push(`${JSON.stringify(text.slice(0, 300))} → ${answer.slice(0, 300)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, run));
  expect(failures).toEqual([]);
  // Whatever was said: it goes on as before, for everybody.
  expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ status: 'ok' });
  expect(await server.workerPids()).toEqual(pids);
  expect((await server.state()).peers).toMatchObject([{ name: 'Ada' }]);
  await ada.ask('getSnapshot', {});
}

test('every route by every method, with a body and without', async () => {
  const bodies = [
    '\r\n',
    'Content-Length: 2\r\n\r\n{}',
    'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ];
  const line = (method: string, route: string) => `${method} ${route} HTTP/1.1\r\nHost: a\r\n`;
  await expectRefused(
    ROUTES.flatMap((route) =>
      METHODS.flatMap((method) => bodies.map((body) => line(method, route) + body)),
    ),
  );
});

test('paths that lead out of what is served, or nowhere', async () => {
  const all = [...ROUTES.flatMap((route) => PATHS.map((path) => route + path)), ...PATHS];
  await expectRefused(all.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`));
});

test('headers and bodies that contradict each other, or say nothing', async () => {
  const lines = ['GET', 'POST', 'PUT'].flatMap((method) =>
    ROUTES.map((route) => `${method} ${route} HTTP/1.1\r\nHost: a\r\n`),
  );
  await expectRefused(lines.flatMap((line) => HEADERS.map((headers) => line + headers)));
});

test('what is no HTTP', () => expectRefused(NONSENSE));

test('a request cut off at every byte', async () => {
  const whole = 'PUT /api/uploads/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello';
  const parts = Array.from(whole, (_, length) => whole.slice(0, length));
  await expectRefused(parts, cutOff);
  await expectRefused(parts);
});

test('the second of two requests in one is never another one than was meant', async () => {
  // If the body of the first counted as a request, its answer would hold the state.
  const token = 'Authorization: Bearer a-token-for-tests-only\r\n';
  const inner = `GET /api/state HTTP/1.1\r\nHost: a\r\n${token}\r\n`;
  const outer = (headers: string) => `POST /nowhere HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`;
  const answers = await Promise.all([
    said(
      `${outer(`Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked`)}0\r\n\r\n${inner}`,
    ),
    said(`${outer(`Content-Length: 0\r\nContent-Length: ${inner.length}`)}${inner}`),
    said(`${outer('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity')}0\r\n\r\n${inner}`),
    said(`${outer(`Content-Length: ${inner.length}`)}${inner}`),
  ]);
  for (const answer of answers) expect(answer).not.toContain('"transports"');
});

test('uploads of every wrong kind', async () => {
  const { room } = await ada.ask('createRoom', { name: 'files' });
  const { roomId } = room;
  const leave = async () => {
    const wish = { roomId, name: 'a.txt', sizeBytes: 5 };
    return (await ada.ask('createUpload', wish)).uploadId;
  };
  const put = (uploadId: string, rest: string) =>
    said(`PUT /api/uploads/${uploadId} HTTP/1.1\r\nHost: a\r\n${rest}`);

  // One leave outlives every failure; so it is the same for all of them.
  const uploadId = await leave();
  const wrong: [string, string][] = [
    ['400', 'Content-Length: 4\r\n\r\nfour'],
    ['413', 'Content-Length: 6\r\n\r\nsixsix'],
    ['413', 'Transfer-Encoding: chunked\r\n\r\n6\r\nsixsix\r\n0\r\n\r\n'],
    ['400', 'Content-Length: 0\r\n\r\n'],
    ['400', '\r\n'],
    ['400', 'Transfer-Encoding: chunked\r\n\r\nnonsense'],
    ['403', 'Origin: https://evil.example\r\nContent-Length: 5\r\n\r\nhello'],
  ];
  for (const [status, rest] of wrong) {
    expect(await put(uploadId, rest), rest).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  }
  // Cut off in the middle: nobody is there to be answered.
  await cutOff(`PUT /api/uploads/${uploadId} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel`);
  for (const path of ['', '%00', '../state', 'x'.repeat(1_000), '__proto__', uploadId.slice(1)]) {
    expect(await put(path, 'Content-Length: 5\r\n\r\nhello'), path).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  await expect
    .poll(() => put(uploadId, 'Content-Type: a/b; c\r\nContent-Length: 5\r\n\r\nhello'))
    .toMatch(/^HTTP\/1\.1 200 /);
  // Twice is once.
  const files = () => readdir(join(server.dataDir, 'files'));
  const stored = await files();
  expect(await put(uploadId, 'Content-Length: 5\r\n\r\nhello')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await files()).toEqual(stored);
  expect(stored).toHaveLength(1);
});
