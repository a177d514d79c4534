import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPORT_MAX_BYTES, type ReportDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Reports } from '../doctor/Reports.ts';
import type { Finding } from '../doctor/Finding.ts';
import { TestClock } from '../testing/TestClock.ts';
import { TestServer } from '../testing/TestServer.ts';

const REPORT: ReportDocument = {
  name: 'Ada',
  text: 'I hear nobody',
  browser: { userAgent: 'Mozilla/5.0', languages: ['ko', 'en'] },
  server: '0.1.0',
  findings: [{ check: 'udp', level: 'problem', result: 'blocked' }],
  ways: [{ way: 'udp', verdict: 'blocked', tookMs: 6000, local: ['host 192.168.0.x'], remote: [] }],
  states: { connection: 'connected' },
  figures: { clock: -3 },
  errors: [{ agoMs: 100, code: 'timeout', message: 'no answer' }],
};

const ADMIN = { authorization: 'Bearer a-token-for-tests-only' };

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start({ OTTOGI_ALLOWED_ORIGINS: 'https://friend.example' });
});
afterEach(() => server.close());

function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/api/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

test('the host hears how the server is, and nobody else', async () => {
  const path = `${server.url}/api/doctor`;
  expect((await fetch(path)).status).toBe(401);
  const { findings } = (await (await fetch(path, { headers: ADMIN })).json()) as {
    findings: Finding[];
  };
  const levels = Object.fromEntries(findings.map(({ check, level }) => [check, level]));
  expect(levels).toMatchObject({ http: 'ok', mediaUdp: 'ok', mediaTcp: 'ok', worker: 'ok' });
});

test('what the examination opened on the workers is closed again', async () => {
  const { doctor } = server.server;
  const [one, other] = await Promise.all([doctor.examine(), doctor.examine()]);
  expect(one).toBe(other);
  expect((await server.state()).transports).toEqual([]);
});

test('a report is kept, and the host reads it by its id', async () => {
  const answer = await send(REPORT);
  expect(answer.status).toBe(201);
  const { reportId } = (await answer.json()) as { reportId: string };
  expect(reportId).toMatch(/^[a-z2-9]{6}$/);

  const path = `${server.url}/api/reports`;
  expect((await fetch(path)).status).toBe(401);
  expect((await fetch(`${path}/${reportId}`)).status).toBe(401);
  const [list, one, none] = await Promise.all(
    ['', `/${reportId}`, '/nobody'].map((id) => fetch(`${path}${id}`, { headers: ADMIN })),
  );
  expect(await list!.json()).toMatchObject({ reports: [{ reportId, report: REPORT }] });
  expect(await one!.json()).toMatchObject({ reportId, report: REPORT });
  expect(none!.status).toBe(404);
});

test.each([
  ['nonsense', 'nonsense', 400, 'invalidRequest'],
  ['another shape', { hello: 1 }, 400, 'invalidRequest'],
  ['a name that is none', { ...REPORT, name: '\u200b' }, 400, 'invalidRequest'],
  [
    'too many findings',
    { ...REPORT, findings: Array(41).fill(REPORT.findings[0]) },
    400,
    'invalidRequest',
  ],
  ['too much', { ...REPORT, text: 'x'.repeat(REPORT_MAX_BYTES) }, 413, 'messageTooLarge'],
])('%s is refused', async (_what, body, status, code) => {
  const answer = await send(body);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code });
});

test('an answer to nonsense is no larger than the nonsense', async () => {
  const figures = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [index, '']));
  const answer = await send({ ...REPORT, figures });
  const { code, details } = await answer.json();
  expect([answer.status, code, details.length]).toEqual([400, 'invalidRequest', 10]);
});

test('fields that nobody asked for are not kept', async () => {
  await send({ ...REPORT, secret: 'x', __proto__: { polluted: true } });
  const [kept] = await new Reports(server.dataDir, new TestClock()).list();
  expect(kept?.report).toEqual(REPORT);
});

test('pages of others may not send, those that are allowed may', async () => {
  expect((await send(REPORT, { origin: 'https://evil.example' })).status).toBe(403);
  const friend = { origin: 'https://friend.example' };
  const asked = await fetch(`${server.url}/api/reports`, { method: 'OPTIONS', headers: friend });
  expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
  const answer = await send(REPORT, friend);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('access-control-allow-origin')).toBe(friend.origin);
});

test('one sender may not fill the folder', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 7; count += 1) statuses.push((await send(REPORT)).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429]);
});

test('a folder that cannot be written is told', async () => {
  await writeFile(join(server.dataDir, 'reports'), 'a file in its place');
  const answer = await send(REPORT);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'storeUnavailable' });
});

test('of more than 200 the oldest are dropped', async () => {
  const clock = new TestClock();
  const reports = new Reports(server.dataDir, clock);
  const ids: string[] = [];
  for (let count = 0; count < 202; count += 1) {
    const { reportId, dropped } = await reports.keep(REPORT);
    expect(dropped).toBe(count < 200 ? 0 : 1);
    ids.push(reportId);
    clock.advance(1_000);
  }
  expect(await reports.get(ids[1]!)).toBeNull();
  expect((await reports.list()).map(({ reportId }) => reportId)).toEqual(ids.slice(2).toReversed());
  expect(await readdir(join(server.dataDir, 'reports'))).toHaveLength(200);
});

test('pages learn what time it is here', async () => {
  const before = Date.now();
  const { now } = (await (await fetch(`${server.url}/api/time`)).json()) as { now: number };
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test.each(['/check', '/check?lang=ko'])('%s is the page', async (path) => {
  const [page, check] = await Promise.all([fetch(server.url), fetch(`${server.url}${path}`)]);
  expect(check.status).toBe(page.status);
  expect(await check.text()).toBe(await page.text());
});
