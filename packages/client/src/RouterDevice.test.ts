import { detectDevice } from 'mediasoup-client';
import { expect, test } from 'vitest';
import { RouterDevice } from './RouterDevice.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Chrome', `${WINDOWS} ${WEBKIT} Chrome/145.0.0.0 Safari/537.36`, 'Chrome111'],
  ['Edge', `${WINDOWS} ${WEBKIT} Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0`, 'Chrome111'],
  [
    'Chrome on Android',
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/145.0.0.0 Mobile Safari/537.36`,
    'Chrome111',
  ],
  [
    'Samsung Internet',
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    'Chrome111',
  ],
  [
    'Safari',
    `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`,
    'Safari12',
  ],
  [
    'Safari on iPhone',
    `${IPHONE} (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1`,
    'Safari12',
  ],
  [
    'Chrome on iPhone, which is Safari inside',
    `${IPHONE} (KHTML, like Gecko) CriOS/145.0.0.0 Mobile/15E148 Safari/604.1`,
    'Safari12',
  ],
  [
    'Edge on iPhone, which is Safari inside',
    `${IPHONE} (KHTML, like Gecko) Version/18.0 EdgiOS/145.0.0.0 Mobile/15E148 Safari/605.1.15`,
    'Safari12',
  ],
  [
    'Firefox',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:147.0) Gecko/20100101 Firefox/147.0',
    'Firefox120',
  ],
  ['what is no browser', 'curl/8.0', undefined],
])('mediasoup-client knows %s', (_browser, userAgent, handler) => {
  expect(detectDevice(userAgent)).toBe(handler);
});

test('there is no device before the server has said what it can', async () => {
  await expect(new RouterDevice().get()).rejects.toMatchObject({ code: 'serverUnreachable' });
});

test('where there is no WebRTC, whoever asks hears so', async () => {
  const device = new RouterDevice();
  device.prepare({ codecs: [], headerExtensions: [] });
  await expect(device.get()).rejects.toMatchObject({ code: 'unsupported' });
});
