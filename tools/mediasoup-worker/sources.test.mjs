import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CORRECTIONS, correct } from './corrections.mjs';
import { readMesonList, workerSources } from './sources.mjs';

const MEDIASOUP_WORKER = fileURLToPath(
  new URL('../../node_modules/mediasoup/worker', import.meta.url),
);

describe('readMesonList', () => {
  it('joins a list with what is added to it later, and leaves comments out', () => {
    const text = `
      sources = [
        'a.cpp', # the first, not 'old.cpp'
        'b/c.cpp',
      ]
      other_sources = ['no.cpp']
      if not get_option('x')
        sources += ['d.cpp']
      endif`;
    expect(readMesonList(text, 'sources')).toEqual(['a.cpp', 'b/c.cpp', 'd.cpp']);
  });

  it('refuses a file that has no such list', () => {
    expect(() => readMesonList('files = []', 'sources')).toThrow('sources');
  });
});

describe('the installed mediasoup', () => {
  it('names sources that are all there, each once', () => {
    const sources = workerSources(MEDIASOUP_WORKER);
    expect(sources.length).toBeGreaterThan(200);
    expect(new Set(sources).size).toBe(sources.length);
  });
});

describe('correct', () => {
  const [correction] = CORRECTIONS;

  it('replaces the expression', () => {
    expect(correct(`before ${correction.from} after`, correction)).toBe(
      `before ${correction.to} after`,
    );
  });

  it('fails loudly when the expression is gone, or there twice', () => {
    expect(() => correct('something else', correction)).toThrow(correction.file);
    expect(() => correct(correction.from.repeat(2), correction)).toThrow('exactly once');
  });
});
