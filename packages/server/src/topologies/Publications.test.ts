import type { Source } from '@ottogi/protocol';
import { beforeEach, expect, test } from 'vitest';
import { Publications } from './Publications.ts';
import type { SfuProducer } from './SfuProducer.ts';

let publications: Publications;
beforeEach(() => {
  publications = new Publications();
  for (const peerId of ['a', 'b', 'c', 'd']) {
    publications.join(peerId);
    publications.add(producer(peerId, 'microphone'));
  }
});

/** What the order depends on; the media behind it does not matter here. */
function producer(peerId: string, source: Source): SfuProducer {
  return { id: `${peerId} ${source}`, peerId, source } as SfuProducer;
}

function others(peerId: string, source: Source = 'microphone'): string[] {
  return [...publications.othersOf(peerId, source)].map((other) => other.peerId);
}

function longestSilent(...among: string[]): string | undefined {
  return publications.longestSilent('microphone', ({ peerId }) => among.includes(peerId))?.peerId;
}

test('who was heard last comes first, then who came first, and never oneself', () => {
  expect(others('b')).toEqual(['a', 'c', 'd']);
  publications.heard(['d', 'b']);
  publications.heard(['c']);
  publications.heard([]);
  expect(others('x')).toEqual(['c', 'd', 'b', 'a']);
  publications.join('e');
  publications.add(producer('e', 'microphone'));
  expect(others('a')).toEqual(['c', 'd', 'b', 'e']);
});

test('cameras have the same order as voices', () => {
  for (const peerId of ['a', 'd']) publications.add(producer(peerId, 'camera'));
  publications.heard(['d']);
  expect(others('x', 'camera')).toEqual(['d', 'a']);
});

test('the longest silent is who never spoke and came last, and nobody who speaks', () => {
  expect(longestSilent('a', 'b', 'c', 'd')).toBe('d');
  publications.heard(['d']);
  publications.heard(['c']);
  expect(longestSilent('c', 'd')).toBe('d');
  expect(longestSilent('a', 'c', 'd')).toBe('a');
  publications.heard(['c', 'd']);
  expect(longestSilent('c', 'd')).toBeUndefined();
  publications.leave('d');
  expect(longestSilent('c')).toBeUndefined();
  publications.heard([]);
  expect(longestSilent('c')).toBe('c');
});

test('what is gone is found no more', () => {
  const microphone = publications.of('a', 'microphone')!;
  publications.remove(microphone);
  expect(publications.byId(microphone.id)).toBeUndefined();
  publications.leave('b');
  expect(publications.byId('b microphone')).toBeUndefined();
  expect(others('x')).toEqual(['c', 'd']);
});
