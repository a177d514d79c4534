import { beforeEach, expect, test, vi } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { UPLOAD_LIFETIME_MS, Uploads } from './Uploads.ts';

const FILE = { fileId: 'f', name: 'x', mimeType: 'text/plain', sizeBytes: 1 };
const wishOf = (personId: string) => ({ roomId: 'lounge', personId, name: 'x', sizeBytes: 1 });

let clock: TestClock;
let uploads: Uploads;
beforeEach(() => {
  clock = new TestClock();
  uploads = new Uploads(clock);
});

test('somebody who asks without end takes nobody else’s place for long', () => {
  const cut = vi.fn();
  const [underWay, forgotten] = [uploads.open(wishOf('ada')), uploads.open(wishOf('bob'))];
  uploads.start(underWay, cut);
  for (let index = 0; index < 9_999; index += 1) uploads.open(wishOf(`stranger ${index}`));
  const late = uploads.open(wishOf('cem'));
  expect(() => uploads.start(forgotten, cut)).toThrow(/no such upload/);
  expect(uploads.start(late, cut)).toEqual(wishOf('cem'));
  expect(cut).not.toHaveBeenCalled();
});

test('what is done is answered again until its hour is over', () => {
  const uploadId = uploads.open(wishOf('ada'));
  uploads.start(uploadId, () => undefined);
  uploads.finish(uploadId, FILE);
  expect(uploads.result(uploadId)).toEqual(FILE);
  clock.advance(UPLOAD_LIFETIME_MS);
  expect(uploads.result(uploadId)).toBeNull();
});

test('closing cuts what is under way, and takes nothing more', () => {
  const cut = vi.fn();
  const [underWay, waiting] = [uploads.open(wishOf('ada')), uploads.open(wishOf('ada'))];
  uploads.start(underWay, cut);
  uploads.close();
  uploads.giveBack(underWay);
  expect(cut).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'serverClosing' }));
  expect(() => uploads.start(underWay, cut)).toThrow(/no such upload/);
  expect(() => uploads.start(waiting, cut)).toThrow(/no such upload/);
});
