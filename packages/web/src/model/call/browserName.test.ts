import { expect, test } from 'vitest';
import { browserName } from './browserName.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36`, 'chromium'],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/150.0 Safari/537.36 Edg/150.0`, 'chromium'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
  [`Mozilla/5.0 (Macintosh) ${WEBKIT} Version/26.0 Safari/605.1.15`, 'safari'],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) ${WEBKIT} CriOS/150.0 Safari/604.1`, 'ios'],
  ['curl/8', 'other'],
])('%s is %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
