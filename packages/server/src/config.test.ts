import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

function problemsOf(env: NodeJS.ProcessEnv) {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing has to be set', () => {
  const config = loadConfig({});
  expect(config.http).toEqual({ host: '127.0.0.1', port: 3000 });
  expect(config.https).toEqual({ host: '0.0.0.0', port: 3443, files: null });
  expect(config.media).toMatchObject({ firstPort: 40_000, announced: [] });
  expect(config.media.workers).toBeGreaterThan(0);
  expect(config.adminToken).toBeNull();
  expect(config.autopublish).toBe(false);
  expect(config.mixers).toMatchObject({
    chromium: null,
    picture: { width: 1280, height: 720, framesPerSecond: 25 },
  });
  expect(config.mixers.most).toBeGreaterThan(0);
  expect(config.access).toEqual({
    mode: null,
    password: null,
    token: { key: { kind: 'made' }, audience: 'ottogi', issuer: 'ottogi' },
  });
  expect(config.maxRooms).toBe(1000);
  expect(config.files).toEqual({ maxBytes: 26_214_400, totalMaxBytes: 5_242_880_000 });
});

test('a successor has media ports of its own, and both blocks have to fit', () => {
  const env = { OTTOGI_RTC_PORT: '65528', OTTOGI_WORKERS: '4' };
  expect(loadConfig(env).media.firstPort).toBe(65_528);
  expect(loadConfig(env, 1).media.firstPort).toBe(65_532);
  expect(() => loadConfig({ ...env, OTTOGI_RTC_PORT: '65529' })).toThrow('OTTOGI_RTC_PORT');
});

test('no file is larger than all may be together', () => {
  const { files } = loadConfig({ OTTOGI_FILE_MAX_MB: '100', OTTOGI_FILES_MAX_MB: '10' });
  expect(files).toEqual({ maxBytes: 10_485_760, totalMaxBytes: 10_485_760 });
});

test.each(['1280x720', '1279x720@25', '1280x720@0', '1280x720@61', '64x36@10'])(
  'a mix cannot be %s',
  (OTTOGI_MIX) => {
    expect(problemsOf({ OTTOGI_MIX })).toMatchObject([{ variable: 'OTTOGI_MIX' }]);
  },
);

test('an empty variable is not set', () => {
  expect(loadConfig({ PORT: '', OTTOGI_TURN_URL: '' }).http.port).toBe(3000);
});

test('addresses, ICE servers and TURN are taken apart', () => {
  const config = loadConfig({
    OTTOGI_ANNOUNCED_ADDRESS: '192.168.0.5, 203.0.113.7',
    OTTOGI_ICE_SERVERS: 'stun:a.example:3478,stun:b.example',
    OTTOGI_TURN_URL: 'turn:t.example:3478?transport=udp',
    OTTOGI_TURN_SECRET: 's',
    OTTOGI_HTTPS_HOST: 'off',
  });
  expect(config.media.announced).toEqual(['192.168.0.5', '203.0.113.7']);
  expect(config.ice).toEqual({
    iceServers: [{ urls: 'stun:a.example:3478' }, { urls: 'stun:b.example' }],
    stunPort: 3478,
    turn: { urls: ['turn:t.example:3478?transport=udp'], secret: 's' },
  });
  expect(config.https).toBeNull();
  const json = '[{"urls":["turn:t.example"],"username":"u","credential":"c"}]';
  expect(loadConfig({ OTTOGI_ICE_SERVERS: json }).ice.iceServers).toEqual(JSON.parse(json));
});

test.each([
  ['PORT', 'web'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'not a host'],
  ['OTTOGI_HTTPS_PORT', '0x10'],
  ['OTTOGI_HTTPS_HOST', '!'],
  ['OTTOGI_RTC_PORT', '80'],
  ['OTTOGI_RTC_PORT', '65535'],
  ['OTTOGI_ANNOUNCED_ADDRESS', '1.2.3.4,,a b'],
  ['OTTOGI_WORKERS', '0'],
  ['OTTOGI_WORKERS', '1.5'],
  ['OTTOGI_WORKERS', '1000'],
  ['OTTOGI_MAX_ROOMS', '0'],
  ['OTTOGI_FILE_MAX_MB', '25MB'],
  ['OTTOGI_FILE_MAX_MB', '0'],
  ['OTTOGI_FILES_MAX_MB', '-1'],
  ['HOST', 'off'],
  ['HOST', '256.0.0.1'],
  ['OTTOGI_ANNOUNCED_ADDRESS', '999.1.1.1'],
  ['OTTOGI_ANNOUNCED_ADDRESS', '::'],
  ['OTTOGI_ALLOWED_ORIGINS', 'example.org'],
  ['OTTOGI_ACCESS', 'secret'],
  ['OTTOGI_TOKEN_JWKS_URL', 'http://id.example/jwks'],
  ['OTTOGI_TOKEN_ISSUER', 'two words'],
  ['OTTOGI_AUTOPUBLISH', 'yes'],
  ['OTTOGI_LOG_LEVEL', 'loud'],
])('%s=%s is named with its value and what is allowed', (variable, value) => {
  const env = { OTTOGI_WORKERS: '2', [variable]: value };
  const [problem, ...others] = problemsOf(env);
  expect(problem).toMatchObject({ variable, value });
  expect(problem?.allowed).toBeTruthy();
  expect(others).toEqual([]);
});

test('every wrong variable is named at once, and no secret is repeated', () => {
  const problems = problemsOf({ PORT: 'x', OTTOGI_ADMIN_TOKEN: 'short', OTTOGI_PASSWORD: 'short' });
  const named = problems.map(({ variable, value }) => [variable, value]);
  expect(named).toEqual([
    ['PORT', 'x'],
    ['OTTOGI_ADMIN_TOKEN', '***'],
    ['OTTOGI_PASSWORD', '***'],
  ]);
});

test.each(['http://x', '[{"urls":7}]', 'turn:t.example', '[{"urls":"turn:t","username":"u"}]'])(
  'ICE servers %s are refused, and what may be a credential is not repeated',
  (value) => {
    expect(problemsOf({ OTTOGI_ICE_SERVERS: value })).toMatchObject([
      { variable: 'OTTOGI_ICE_SERVERS', value: '***' },
    ]);
  },
);

test('localhost is one address, not one in each family', () => {
  expect(loadConfig({ HOST: 'localhost' }).http.host).toBe('127.0.0.1');
});

test('what needs another variable says so', () => {
  expect(problemsOf({ OTTOGI_TLS_CERT: 'c.pem' })[0]).toMatchObject({
    variable: 'OTTOGI_TLS_KEY',
    allowed: 'a value, since OTTOGI_TLS_CERT is set',
  });
  expect(problemsOf({ OTTOGI_TURN_URL: ',', OTTOGI_TURN_SECRET: 's' })[0]?.variable).toBe(
    'OTTOGI_TURN_URL',
  );
  expect(problemsOf({ OTTOGI_TURN_URL: 'turn:x' })[0]?.variable).toBe('OTTOGI_TURN_SECRET');
});

test.each([
  [{ OTTOGI_PASSWORD: 'open sesame' }, 'password', 'made'],
  [{ OTTOGI_TOKEN_SECRET_FILE: 's' }, 'token', 'secret'],
  [{ OTTOGI_TOKEN_PUBLIC_KEY_FILE: 'k' }, 'token', 'public'],
  [{ OTTOGI_ACCESS: 'token' }, 'token', 'made'],
  [{ OTTOGI_ACCESS: 'open' }, 'open', 'made'],
  [
    {
      OTTOGI_TOKEN_JWKS_URL: 'https://id.example/jwks',
      OTTOGI_TOKEN_ISSUER: 'https://id.example',
      OTTOGI_TOKEN_AUDIENCE: 'talk',
    },
    'token',
    'jwks',
  ],
])('%j says who may enter: %s', (env, mode, kind) => {
  expect(loadConfig(env).access).toMatchObject({ mode, token: { key: { kind } } });
});

test.each([
  [{ OTTOGI_ACCESS: 'open', OTTOGI_PASSWORD: 'open sesame' }, 'OTTOGI_ACCESS'],
  [{ OTTOGI_ACCESS: 'open', OTTOGI_TOKEN_SECRET_FILE: 's' }, 'OTTOGI_ACCESS'],
  [{ OTTOGI_PASSWORD: 'open sesame', OTTOGI_TOKEN_SECRET_FILE: 's' }, 'OTTOGI_ACCESS'],
  [
    { OTTOGI_TOKEN_SECRET_FILE: 's', OTTOGI_TOKEN_PUBLIC_KEY_FILE: 'k' },
    'OTTOGI_TOKEN_PUBLIC_KEY_FILE',
  ],
  [{ OTTOGI_TOKEN_JWKS_URL: 'https://id.example/jwks' }, 'OTTOGI_TOKEN_ISSUER'],
])('%j contradicts itself, which is told of %s', (env, variable) => {
  expect(problemsOf(env)).toMatchObject([{ variable }]);
});
