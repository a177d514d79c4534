import { beforeEach, expect, test } from 'vitest';
import { TestClock } from '../testing/TestClock.ts';
import { Heartbeat } from './Heartbeat.ts';

let clock: TestClock;
let questions: PromiseWithResolvers<void>[];
let silent: number;

beforeEach(() => {
  clock = new TestClock();
  questions = [];
  silent = 0;
});

function listen(): Heartbeat {
  const ask = () => {
    const question = Promise.withResolvers<void>();
    questions.push(question);
    return question.promise;
  };
  return new Heartbeat(ask, () => (silent += 1), clock.after);
}

/** Lets that much time pass; whatever is asked is answered at once. */
async function passWithAnswers(ms: number, answer: 'resolve' | 'reject' = 'resolve') {
  for (let passed = 0; passed < ms; passed += 500) {
    clock.advance(500);
    questions.at(-1)?.[answer]();
    await Promise.resolve();
    await Promise.resolve();
  }
}

test('whoever answers, well or badly, is there', async () => {
  listen();
  await passWithAnswers(30_000);
  await passWithAnswers(30_000, 'reject');
  expect(silent).toBe(0);
  expect(questions.length).toBeGreaterThan(50);
});

test('whoever answers no more is told once, within five seconds', async () => {
  listen();
  await passWithAnswers(2_000);
  clock.advance(4_000);
  expect(silent).toBe(0);
  clock.advance(1_000);
  expect(silent).toBe(1);
  clock.advance(60_000);
  expect(silent).toBe(1);
});

test('an answer that takes its time is an answer', async () => {
  listen();
  clock.advance(3_500);
  await passWithAnswers(10_000);
  expect(silent).toBe(0);
});

test('once stopped it asks nobody, and tells nothing', () => {
  const heartbeat = listen();
  clock.advance(1_000);
  heartbeat.stop();
  clock.advance(60_000);
  expect([silent, questions.length, clock.pending]).toEqual([0, 1, 0]);
});
