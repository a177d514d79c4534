import { afterEach, expect, test, vi } from 'vitest';
import { fileOf } from '../testing/FakeChat.ts';
import { fileIn, upload } from './upload.ts';

const URL = 'https://rooms.example.org/api/uploads/u1';

afterEach(() => {
  vi.unstubAllGlobals();
});

function put(signal = new AbortController().signal) {
  return upload(URL, new Blob(['abc']), { signal, progress: () => {} });
}

test('the bytes go as they are, and the answer is the file', async () => {
  const fetched = vi.fn(async (_url: string, _options: RequestInit) =>
    Response.json({ file: fileOf('f1') }),
  );
  vi.stubGlobal('fetch', fetched);
  expect(await put()).toEqual(fileOf('f1'));
  const [url, { method, body }] = fetched.mock.calls.at(0)!;
  expect([url, method, await (body as Blob).text()]).toEqual([URL, 'PUT', 'abc']);
});

test('an abort is told from a broken connection', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
  await expect(put(AbortSignal.abort())).rejects.toMatchObject({ code: 'superseded' });
  await expect(put()).rejects.toMatchObject({ code: 'serverUnreachable' });
});

test.each([
  [413, { code: 'fileTooLarge', message: 'large' }, 'fileTooLarge'],
  [507, { code: 'storageFull', message: 'full' }, 'storageFull'],
  [404, { code: 'notFound', message: 'no such leave' }, 'uploadIncomplete'],
  [413, '<html>nginx</html>', 'fileTooLarge'],
  [502, '<html>nginx</html>', 'serverUnreachable'],
  [200, 'null', 'internal'],
])('the answer %i %o means %s', (status, body, code) => {
  const answered = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  expect(() => fileIn(answered)).toThrow(expect.objectContaining({ code }));
});
