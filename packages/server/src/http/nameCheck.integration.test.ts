import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { TestServer } from '../testing/TestServer.ts';

let server: TestServer;

afterEach(() => server.close());

/** As a browser asks that was led here by that name. */
async function statusAs(host: string, path: string): Promise<number | undefined> {
  const asked = request(`${server.url}${path}`, { headers: { host } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test("a stranger's page that gives itself this address gets nothing", async () => {
  server = await TestServer.start({ OTTOGI_ALLOWED_ORIGINS: 'https://talk.example' });
  const [own, foreign] = ['talk.example', 'rebound.example:3000'];
  for (const path of ['/healthz', '/api/rooms', '/socket.io/?EIO=4&transport=polling']) {
    expect([await statusAs(own, path), await statusAs(foreign, path)], path).toEqual([200, 403]);
  }
  await server.connect({ host: own, origin: `https://${own}` });
  await expect(server.connect({ host: foreign, origin: `http://${foreign}` })).rejects.toThrow();
});

test('a server with a password goes by any name', async () => {
  server = await TestServer.start({ OTTOGI_PASSWORD: 'one for all of us' });
  expect(await statusAs('rebound.example', '/healthz')).toBe(200);
});
