import { describe, expect, it } from 'vitest';
import { missed } from '../results.ts';
import { figuresOf, type Sample, tableOf } from './figures.ts';
import { type Counted, type Flow, flowsBetween, type Stream } from './flow.ts';
import { isAsInTheory, shares, TOPOLOGIES, type Topology } from './theory.ts';

const ONE = 150;

/** A client of which everything is as in theory. */
function exemplary(topology: Topology, people: number): Sample {
  const { up, down } = shares({ topology, people });
  return { topology, people, up: flow(up), down: flow(down) };
}

function flow(people: number): Flow {
  return {
    kbits: ONE * people,
    voiceKbits: 0.2 * ONE * people,
    pictureKbits: 0.7 * ONE * people,
    voices: people,
    pictures: people,
  };
}

function everybody(): Sample[] {
  return TOPOLOGIES.flatMap((topology) =>
    [2, 5].flatMap((people) => Array.from({ length: people }, () => exemplary(topology, people))),
  );
}

describe('shares', () => {
  it('grow with the room in mesh both ways, in sfu down alone, and in mcu not at all', () => {
    const of = (topology: Topology) => [2, 8].map((people) => shares({ topology, people }));
    expect(of('mesh')).toEqual([
      { up: 1, down: 1 },
      { up: 7, down: 7 },
    ]);
    expect(of('sfu')).toEqual([
      { up: 1, down: 1 },
      { up: 1, down: 7 },
    ]);
    expect(of('mcu')).toEqual([
      { up: 1, down: 1 },
      { up: 1, down: 1 },
    ]);
  });
});

describe('isAsInTheory', () => {
  it('takes no voice for a picture, nor one stream too many', () => {
    const sample = exemplary('sfu', 3);
    expect(isAsInTheory(sample)).toBe(true);
    expect(isAsInTheory({ ...sample, down: { ...sample.down, voices: 1, pictures: 3 } })).toBe(
      false,
    );
    expect(isAsInTheory({ ...sample, up: { ...sample.up, pictures: 2 } })).toBe(false);
  });
});

describe('flowsBetween', () => {
  it('counts the streams that went on or began, and not those that rest', () => {
    const stream = (id: string, kind: string, direction: Stream['direction'], bytes: number) => ({
      id,
      kind,
      direction,
      bytes,
    });
    const before: Counted = {
      atMs: 1_000,
      bytesUp: 500,
      bytesDown: 0,
      streams: [stream('a', 'audio', 'up', 400), stream('b', 'video', 'up', 100)],
    };
    const after: Counted = {
      atMs: 3_000,
      bytesUp: 1_500,
      bytesDown: 250,
      streams: [
        stream('a', 'audio', 'up', 1_200),
        stream('b', 'video', 'up', 100),
        stream('c', 'video', 'down', 200),
      ],
    };
    expect(flowsBetween(before, after)).toEqual({
      up: { kbits: 4, voiceKbits: 3.2, pictureKbits: 0, voices: 1, pictures: 0 },
      down: { kbits: 1, voiceKbits: 0, pictureKbits: 0.8, voices: 0, pictures: 1 },
    });
  });
});

describe('figuresOf', () => {
  it('misses nothing where everything is as in theory', () => {
    const figures = figuresOf(everybody());
    expect(figures.filter(missed)).toEqual([]);
    const ratios = figures.filter(({ unit }) => unit === '×');
    expect(ratios).toHaveLength(12);
    expect(ratios.every(({ value }) => value === 1)).toBe(true);
  });

  it('misses bytes that are too many or too few, and a stream too many', () => {
    const samples = everybody().map((sample) => {
      const { topology, people, up, down } = sample;
      if (people === 2) return sample;
      if (topology === 'mesh') return { ...sample, up: { ...up, kbits: 1.2 * up.kbits } };
      if (topology === 'sfu') return { ...sample, down: { ...down, kbits: 0.8 * down.kbits } };
      return { ...sample, down: { ...down, voices: 2 } };
    });
    expect(
      figuresOf(samples)
        .filter(missed)
        .map(({ name, value }) => [name, value]),
    ).toEqual([
      ['mcu: clients whose streams are others than in theory', 5],
      ['mesh, 5 people: up ÷ theory', expect.closeTo(1.2)],
      ['sfu, 5 people: down ÷ theory', expect.closeTo(0.8)],
    ]);
  });
});

describe('tableOf', () => {
  it('puts what flows beside theory', () => {
    expect(tableOf(everybody())).toEqual([
      '| streams: kbit/s (theory) | 2 people | 5 people |',
      '| --- | --- | --- |',
      '| mesh, up | 2: 150 (150) | 8: 600 (600) |',
      '| mesh, down | 2: 150 (150) | 8: 600 (600) |',
      '| sfu, up | 2: 150 (150) | 2: 150 (150) |',
      '| sfu, down | 2: 150 (150) | 8: 600 (600) |',
      '| mcu, up | 2: 150 (150) | 2: 150 (150) |',
      '| mcu, down | 2: 150 (150) | 2: 150 (150) |',
    ]);
  });
});
