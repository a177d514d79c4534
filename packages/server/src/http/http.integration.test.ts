import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from '../testing/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    OTTOGI_HTTPS_HOST: '127.0.0.1',
    OTTOGI_ALLOWED_ORIGINS: 'https://friend.example',
  });
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

test('alive and ready', async () => {
  expect(await (await get('/healthz')).json()).toMatchObject({ status: 'ok', version: '0.1.0' });
  expect(await (await get('/readyz')).json()).toMatchObject({ status: 'ready' });
});

test.each(['/', '/r/Lounge', '/nowhere', '/healthz', '/api/state', '/api/uploads/x'])(
  'a browser is told what %s may not do',
  async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    const { host } = new URL(server.url);
    expect(policy.split(';').sort()).toEqual([
      "base-uri 'none'",
      `connect-src 'self' ws://${host} wss://${host}`,
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'self' https://friend.example",
      "img-src 'self' blob:",
      "manifest-src 'self'",
      "media-src 'self' blob:",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "worker-src 'self'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('microphone=(self)');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test.each(['/api/rooms', '/api/state', '/api/reports', '/api/nothing', '/api/uploads/x'])(
  'nobody keeps what %s answered',
  async (path) => {
    expect((await get(path)).headers.get('cache-control')).toBe('no-store');
  },
);

test('no host that a browser never sends gets into the policy', async () => {
  const { host } = new URL(server.url);
  const policy = await new Promise<string>((resolve, reject) => {
    const asked = plainRequest(server.url, { headers: { host: "x'; script-src *" } }, (answer) => {
      answer.resume();
      resolve(String(answer.headers['content-security-policy']));
    });
    asked.once('error', reject).end();
  });
  expect(policy).not.toContain('*');
  expect(policy).not.toContain(host);
});

test('rooms and who is in them are for everybody', async () => {
  const ada = await server.connect();
  const { roomId, peerId } = await ada.join('lounge', 'Ada');
  expect(await (await get('/api/rooms')).json()).toMatchObject({
    rooms: [
      {
        roomId,
        name: 'lounge',
        topology: 'sfu',
        topologyRule: 'auto',
        peers: [{ peerId, name: 'Ada', publications: [] }],
      },
    ],
  });
  await ada.ask('leave', {});
});

test.each([
  [{}],
  [{ authorization: 'Bearer' }],
  [{ authorization: 'Bearer wrong' }],
  [{ authorization: 'Basic a-token-for-tests-only' }],
  [{ 'x-forwarded-for': '127.0.0.1' }],
])('the state is only for who has the token, not for %j', async (headers) => {
  const response = await get('/api/state', headers);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

test('HTTPS serves the same with a certificate made by the program', async () => {
  const port = server.server.ports.https ?? 0;
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await new Promise((resolve) => {
    socket.once('secureConnect', resolve);
  });
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  socket.write('GET /healthz HTTP/1.0\r\n\r\n');
  const answer = await new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(data.toString()));
  });
  expect(answer).toContain('200 OK');
  socket.destroy();
});

test('a file goes in by one door, into a message, and out by the other', async () => {
  const ada = await server.connect();
  const { roomId } = await ada.join('lounge', 'Ada');
  const upload = { roomId, name: '회의.txt', sizeBytes: 5 };
  const { uploadId } = await ada.ask('createUpload', upload);
  const put = request({
    host: '127.0.0.1',
    port: server.server.ports.https,
    path: `/api/uploads/${uploadId}`,
    method: 'PUT',
    rejectUnauthorized: false,
  }).end('hello');
  const [answer] = (await once(put, 'response')) as [IncomingMessage];
  const { file } = JSON.parse(Buffer.concat(await answer.toArray()).toString());
  const fileIds = [file.fileId];
  const message = { roomId, messageId: 'm', text: '', fileIds };
  expect((await ada.ask('sendMessage', message)).message.files).toEqual([file]);
  expect(await (await get(`/files/${file.fileId}/x`)).text()).toBe('hello');
  await ada.ask('deleteMessage', { roomId, messageSeq: 1 });
  await expect.poll(async () => (await get(`/files/${file.fileId}/x`)).status).toBe(404);
  await ada.ask('leave', {});
});

test.each(['/r/lounge', '/r/a%2Fb?join=1', '/r/100%', '/r/?room=..', '/r'])(
  '%s is the page, whatever the room',
  async (path) => {
    const [page, head] = [await get('/'), await fetch(`${server.url}${path}`, { method: 'HEAD' })];
    expect(await (await get(path)).text()).toBe(await page.text());
    expect(head.status).toBe(page.status);
  },
);

test.each([
  ['https://friend.example', 200, 'https://friend.example'],
  ['https://evil.example', 403, null],
])('a page of %s that polls is answered %i', async (origin, status, allowed) => {
  const response = await get('/socket.io/?EIO=4&transport=polling', { origin });
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  await response.text();
});

test('a path that is nothing is not found', async () => {
  expect((await get('/nothing')).status).toBe(404);
  expect((await get('/../../../../etc/passwd')).status).toBe(404);
});
