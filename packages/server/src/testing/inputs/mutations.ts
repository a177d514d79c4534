import type { Random } from './Random.ts';

type Container = Record<string, unknown> | unknown[];

/** A place in a document. */
interface Spot {
  parent: Container;
  key: string;
}

const deep = (levels: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = level % 2 ? { x: value } : [value];
  return value;
};

/** What is wrong nearly everywhere. Made when they are needed: some are large. */
const WRONG: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0.5,
  () => 2 ** 53,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => '',
  () => '\uD83D',
  () => '\u202E\u0000',
  () => '__proto__',
  () => '../../etc/passwd',
  () => "'; DROP TABLE rooms; --",
  () => 'x'.repeat(10_000),
  () => [],
  () => [[], [[]]],
  () => ({}),
  () => ({ $ne: null, length: 2 ** 31 }),
  () => Array.from({ length: 1_000 }, () => 'x'),
  () => deep(1_000),
  () => Buffer.from('binary'),
  () => new Date(0),
];

const EXTRA_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'then', 'x', ''];

/** One thing wrong with a document, or with all of it. The document is changed. */
export function mutate(document: unknown, random: Random): unknown {
  const spots = spotsOf(document);
  const wrong = () => random.pick(WRONG)();
  if (spots.length === 0 || random.chance(0.05)) return wrong();
  const { parent, key } = random.pick(spots);
  switch (random.below(5)) {
    case 0:
      // Missing; of an array, shorter.
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(parent, key);
      return document;
    case 1:
      addOwn(parent, random.pick(EXTRA_KEYS), wrong());
      return document;
    case 2:
      repeat(parent, key);
      return document;
    case 3:
      // Beyond what a message may have.
      if (random.chance(0.05)) addOwn(parent, 'huge', 'x'.repeat(70_000));
      else setOwn(parent, key, wrong());
      return document;
    default:
      setOwn(parent, key, wrong());
      return document;
  }
}

function spotsOf(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Container;
  return Object.keys(parent).flatMap((key) => [
    { parent, key },
    ...spotsOf((parent as Record<string, unknown>)[key]),
  ]);
}

function addOwn(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent.push(value);
  else setOwn(parent, key, value);
}

/** Also `__proto__`, as `JSON.parse` would make it. */
function setOwn(parent: Container, key: string, value: unknown): void {
  Object.defineProperty(parent, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Many times the same. */
function repeat(parent: Container, key: string): void {
  const value = (parent as Record<string, unknown>)[key];
  const many = Array.isArray(value)
    ? Array.from({ length: 200 }, (_, index) => value[index % Math.max(1, value.length)] as unknown)
    : String(value).repeat(100).slice(0, 8_000);
  setOwn(parent, key, many);
}
