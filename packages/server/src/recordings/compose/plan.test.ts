import { expect, test } from 'vitest';
import type { RecordedStretch } from '../Manifest.ts';
import { gridOf } from './grid.ts';
import { planOf } from './plan.ts';

function stretch(file: string, more: Partial<RecordedStretch> = {}): RecordedStretch {
  return {
    file,
    peerId: 'p1',
    personId: 'ada',
    name: 'Ada',
    source: 'microphone',
    codec: 'audio/opus',
    beganMs: 0,
    lengthMs: 1_000,
    ...more,
  };
}

test.each([1, 2, 3, 4, 5, 7, 25])('%i tiles lie in the picture, and none on another', (count) => {
  const boxes = gridOf(count, 1280, 720);
  expect(boxes).toHaveLength(count);
  for (const { x, y, width, height } of boxes) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(1280);
    expect(y + height).toBeLessThanOrEqual(720);
    expect([x % 2, width % 2, height % 2]).toEqual([0, 0, 0]);
  }
  const places = new Set(boxes.map(({ x, y }) => `${x},${y}`));
  expect(places.size).toBe(count);
});

test('of nothing comes nothing: no files, empty ones, or ones that are gone', () => {
  const manifest = { since: 0, endedAt: 1_000, files: [] };
  expect(planOf(manifest, new Set())).toBeNull();
  const files = [
    stretch('a.webm', { lengthMs: 0 }),
    stretch('b.webm', { lengthMs: null }),
    stretch('c.webm'),
  ];
  expect(planOf({ ...manifest, files }, new Set(['a.webm', 'b.webm']))).toBeNull();
});

test('sound alone has no picture, and is as long as the recording was', () => {
  const files = [stretch('a.webm'), stretch('b.webm', { beganMs: 4_000 })];
  const plan = planOf({ since: 10, endedAt: 6_010, files }, new Set(['a.webm', 'b.webm']));
  expect(plan).toMatchObject({ inputs: ['a.webm', 'b.webm'], hasPicture: false, lengthMs: 6_000 });
  expect(plan?.filters).toContain('adelay=4000:all=1');
  expect(plan?.filters).not.toContain('[picture]');
});

test('a name is text and nothing else to ffmpeg', () => {
  const name = "Ada':x=0,drawtext=textfile=/etc/passwd;[%{localtime}";
  const files = [stretch('a.webm', { source: 'camera', name })];
  const plan = planOf({ since: 0, endedAt: 1_000, files }, new Set(['a.webm']));
  expect(plan?.filters).not.toContain('passwd');
  expect(plan?.captions).toEqual([{ file: 'caption-0.txt', text: name }]);
});

test('who comes in again has the same tile; screens come first', () => {
  const files = [
    stretch('a.webm', { source: 'camera' }),
    stretch('b.webm', { source: 'camera', peerId: 'p2', beganMs: 3_000 }),
    stretch('c.webm', { source: 'screen', personId: 'bob', name: 'Bob' }),
  ];
  const plan = planOf({ since: 0, endedAt: 4_000, files }, new Set(files.map(({ file }) => file)));
  expect(plan?.captions.map(({ text }) => text)).toEqual(['Bob', 'Ada']);
});

test('a mix is picture and sound already: it fills the picture, without names', () => {
  const mix = { source: 'mix', name: 'Mixer' } as const;
  const files = [
    stretch('a.webm', mix),
    stretch('b.webm', { ...mix, personId: 'another', beganMs: 3_000 }),
  ];
  const plan = planOf({ since: 0, endedAt: 4_000, files }, new Set(['a.webm', 'b.webm']));
  expect(plan).toMatchObject({ inputs: ['a.webm', 'b.webm', 'a.webm', 'b.webm'], captions: [] });
  expect(plan?.filters.match(/scale=1280:720/g)).toHaveLength(2);
});
