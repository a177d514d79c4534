import { X509Certificate } from 'node:crypto';
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

test('rooms and who is in them are for everybody', async () => {
  const ada = await server.connect();
  const { roomId, peerId } = await ada.join('lounge', 'Ada');
  expect(await (await get('/api/rooms')).json()).toEqual({
    rooms: [
      {
        roomId,
        name: 'lounge',
        topology: 'sfu',
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
