import { reportDocument } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientError } from '../errors.ts';
import { reportOf, type NetworkReport } from '../NetworkCheck.ts';
import { INITIAL_STATE, type RoomState } from '../state.ts';
import { Checkup, type CheckupClient } from './Checkup.ts';
import { CHECKUP, type CheckupFinding, type CheckupName } from './findings.ts';

const TRACE = { tookMs: 12.5, local: ['host udp 192.168.0.x'], remote: ['host udp 8.8.8.8:40000'] };
const GOOD = reportOf(
  { verdict: 'ok', roundTripMs: 20, trace: TRACE },
  { verdict: 'ok', roundTripMs: 25 },
  null,
);

const CONNECTED: RoomState['connection'] = {
  status: 'connected',
  sessionId: 's',
  serverVersion: '0.1.0',
  autopublish: false,
  topologyRule: 'auto',
  fileMaxBytes: 1,
};

class FakeClient implements CheckupClient {
  serverUrl = 'http://server';
  way: 'webSocket' | 'polling' | null = 'webSocket';
  network: () => Promise<NetworkReport> = async () => GOOD;
  loadDevice: () => Promise<unknown> = async () => ({});
  listDevices: () => Promise<void> = async () => {};
  #state: RoomState = { ...INITIAL_STATE, connection: CONNECTED };
  #listeners = new Set<() => void>();

  state = () => this.#state;
  signalingWay = () => this.way;
  checkNetwork = () => this.network();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  become(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

let client: FakeClient;
let checkup: Checkup;
let serverNow: () => unknown;
beforeEach(() => {
  client = new FakeClient();
  checkup = new Checkup(client);
  serverNow = () => ({ now: Date.now() });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('RTCPeerConnection', vi.fn());
  vi.stubGlobal('navigator', {
    userAgent: 'A browser',
    languages: ['ko', 'en'],
    permissions: { query: async ({ name }: { name: string }) => ({ state: permissions[name] }) },
  });
  vi.stubGlobal('fetch', async () => Response.json(serverNow()));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const permissions: Record<string, PermissionState> = { microphone: 'granted', camera: 'denied' };
const results = (findings: readonly CheckupFinding[]) =>
  Object.fromEntries(findings.map(({ check, result }) => [check, result]));

test('a browser that takes its time to list its devices is waited for', async () => {
  const microphones = [{ deviceId: 'm', label: 'm' }];
  client.listDevices = async () => {
    await Promise.resolve();
    client.become({ devices: { microphones, cameras: [], speakers: [], labelled: true } });
  };
  const findings = results(await checkup.run());
  expect(findings).toMatchObject({ microphone: 'granted', camera: 'refused' });
});

test('everything is looked at once, and told as it is found', async () => {
  const told: CheckupFinding[] = [];
  const findings = await checkup.run({ onFinding: (each) => told.push(each) });
  expect(told).toEqual(findings);
  expect(told.map(({ check }) => check).sort()).toEqual(Object.keys(CHECKUP).sort());
  expect(results(findings)).toMatchObject({
    secureContext: 'secure',
    webRtc: 'there',
    browser: 'known',
    microphone: 'none',
    camera: 'refused',
    server: 'answers',
    signaling: 'webSocket',
    media: 'good',
    turn: 'notConfigured',
    roundTrip: 'short',
    clock: 'right',
  });
  expect(client.listeners).toBe(0);
});

test.each<[string, Partial<Record<CheckupName, string>>, () => void]>([
  ['HTTP', { secureContext: 'insecure' }, () => vi.stubGlobal('isSecureContext', false)],
  ['long polling', { signaling: 'polling' }, () => (client.way = 'polling')],
  ['held playback', { playback: 'held' }, () => client.become({ playback: { blocked: true } })],
  [
    'a clock an hour ahead',
    { clock: 'wrong' },
    () => (serverNow = () => ({ now: Date.now() - 3_600_000 })),
  ],
  ['another server', { server: 'silent', clock: 'unknown' }, () => (serverNow = () => ({}))],
  [
    'a browser that cannot',
    { browser: 'unsupported' },
    () => (client.loadDevice = async () => Promise.reject(new ClientError('unsupported', 'no'))),
  ],
  [
    'no worker',
    { media: 'unknown', udp: 'unknown' },
    () => (client.network = async () => Promise.reject(new ClientError('mediaUnavailable', 'no'))),
  ],
  [
    'blocked UDP, and a long way',
    { media: 'tcpOnly', udp: 'blocked', roundTrip: 'long' },
    () =>
      (client.network = async () =>
        reportOf({ verdict: 'blocked' }, { verdict: 'ok', roundTripMs: 400 }, null)),
  ],
  [
    'refused',
    { signaling: 'refused', media: 'unknown' },
    () => {
      client.way = null;
      const error = new ClientError('protocolMismatch', 'old');
      client.become({ connection: { status: 'refused', error } });
    },
  ],
])('%s', async (_what, expected, happens) => {
  happens();
  expect(results(await checkup.run())).toMatchObject(expected);
});

test('it waits for a connection that is coming, and not for ever', async () => {
  vi.useFakeTimers();
  client.way = null;
  client.become({ connection: { status: 'connecting', error: null } });
  const lost = checkup.run();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(results(await lost)).toMatchObject({ signaling: 'lost', browser: 'unknown' });

  const found = checkup.run();
  await vi.advanceTimersByTimeAsync(1_000);
  client.way = 'webSocket';
  client.become({ connection: CONNECTED });
  expect(results(await found)).toMatchObject({ signaling: 'webSocket', media: 'good' });
});

test('one that is aborted tells nothing more', async () => {
  const abort = new AbortController();
  const told: CheckupFinding[] = [];
  client.network = async () => {
    abort.abort(new Error('enough'));
    return GOOD;
  };
  const run = checkup.run({ signal: abort.signal, onFinding: (each) => told.push(each) });
  await expect(run).rejects.toThrow('enough');
  expect(told.map(({ check }) => check)).not.toContain('media');
});

test('a report is what the server takes, and says what failed', async () => {
  checkup.failed(new ClientError('timeout', 'no answer to join'));
  await checkup.run();
  const report = checkup.report('I hear nobody\u0000');
  expect(reportDocument.parse(report)).toEqual(report);
  expect(report).toMatchObject({
    text: 'I hear nobody',
    server: '0.1.0',
    ways: [{ way: 'udp', verdict: 'ok', ...TRACE }],
    errors: [{ code: 'timeout', message: 'no answer to join' }],
  });
  expect(report.findings).toContainEqual({ check: 'media', level: 'ok', result: 'good' });
});

test('the same error counts once, and the oldest of many are forgotten', () => {
  const error = new ClientError('timeout', 'first');
  checkup.failed(error);
  checkup.failed(error);
  expect(checkup.report().errors).toHaveLength(1);
  for (let count = 0; count < 30; count += 1)
    checkup.failed(new ClientError('timeout', `${count}`));
  expect(checkup.report().errors.map(({ message }) => message)).toEqual(
    Array.from({ length: 20 }, (_, index) => `${index + 10}`),
  );
});

test('sending resolves to the id, and rejects with what the server says', async () => {
  const report = checkup.report();
  const answers = (body: object, status: number) =>
    vi.stubGlobal('fetch', async () => Response.json(body, { status }));
  answers({ reportId: 'abc234' }, 201);
  expect(await checkup.send(report)).toBe('abc234');
  answers({ code: 'tooManyRequests', message: 'wait' }, 429);
  await expect(checkup.send(report)).rejects.toMatchObject({ code: 'tooManyRequests' });
  answers({}, 502);
  await expect(checkup.send(report)).rejects.toMatchObject({ code: 'internal' });
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
  await expect(checkup.send(report)).rejects.toMatchObject({ code: 'serverUnreachable' });
});
