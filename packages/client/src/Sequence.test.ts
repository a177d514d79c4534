import { beforeEach, expect, test, vi } from 'vitest';
import { Sequence } from './Sequence.ts';

let delivered: string[] = [];
const gap = vi.fn();
let sequence: Sequence<string>;

beforeEach(() => {
  delivered = [];
  gap.mockReset();
  sequence = new Sequence((item) => delivered.push(item), gap);
  sequence.restart(0);
});

function receive(...seqs: number[]): void {
  for (const seq of seqs) sequence.receive(seq, `n${seq}`);
}

test('what is in order is delivered at once', () => {
  receive(1, 2, 3);
  expect(delivered).toEqual(['n1', 'n2', 'n3']);
  expect(gap).not.toHaveBeenCalled();
});

test('what came already is dropped', () => {
  receive(1, 2, 2, 1, 3);
  expect(delivered).toEqual(['n1', 'n2', 'n3']);
});

test('after a gap everything waits for a snapshot, which is asked for once', () => {
  receive(1, 3, 4);
  expect(delivered).toEqual(['n1']);
  expect(gap).toHaveBeenCalledTimes(1);
  sequence.resume(3);
  expect(delivered).toEqual(['n1', 'n4']);
});

test('a gap behind the snapshot is another one', () => {
  receive(1, 3, 7);
  sequence.resume(4);
  expect(gap).toHaveBeenCalledTimes(2);
  sequence.resume(7);
  receive(8);
  expect(delivered).toEqual(['n1', 'n8']);
});

test('a new connection counts anew and drops what was held back', () => {
  receive(1, 5);
  sequence.restart(0);
  receive(1, 2);
  expect(delivered).toEqual(['n1', 'n1', 'n2']);
});
