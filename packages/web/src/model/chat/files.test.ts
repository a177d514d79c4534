import { MESSAGE_MAX_FILES } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { addFiles, sizeText, thumbnailSize } from './files.ts';

const file = (name: string, size: number) => ({ name, size }) as File;

test('what does not fit stays out, and the first reason is told', () => {
  const { files, refusal } = addFiles(
    [],
    [file('a', 5), file('huge', 200), file('none', 0), file('b', 7)],
    100,
  );
  expect(files.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(refusal).toEqual({ reason: 'tooLarge', name: 'huge' });
  expect(addFiles([], [file('none', 0)], 100).refusal).toEqual({ reason: 'empty', name: 'none' });
});

test('a message carries no more than it may', () => {
  const many = Array.from({ length: 12 }, (_, index) => file(`${index}`, 1));
  const { files, refusal } = addFiles([], many, 100);
  expect(files).toHaveLength(MESSAGE_MAX_FILES);
  expect(refusal).toEqual({ reason: 'tooMany' });
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1400, '1.4 kB'],
  [25_000_000, '25 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes, 'en')).toBe(text);
});

test('pictures keep their shape', () => {
  expect(thumbnailSize(100, 50)).toEqual({ width: 100, height: 50 });
  expect(thumbnailSize(3200, 1600)).toEqual({ width: 320, height: 160 });
  expect(thumbnailSize(100, 8000)).toEqual({ width: 4, height: 280 });
});
