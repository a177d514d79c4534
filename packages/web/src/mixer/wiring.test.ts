import { expect, test } from 'vitest';
import { wiresOf } from './wiring.ts';

const VOICES = [
  { key: 'ada/microphone', peerId: 'ada' },
  { key: 'ben/microphone', peerId: 'ben' },
  { key: 'ben/screenAudio', peerId: 'ben' },
];

test('who only listens hears everybody', () => {
  const { common, own } = wiresOf(VOICES, [], new Set());
  expect(common).toEqual(VOICES.map(({ key }) => key));
  expect(own.size).toBe(0);
});

test('who speaks hears everybody else: neither their voice nor the sound of their screen', () => {
  const { own } = wiresOf(VOICES, ['ada', 'ben'], new Set(['ada', 'ben']));
  expect(own.get('ada')).toEqual(['ben/microphone', 'ben/screenAudio']);
  expect(own.get('ben')).toEqual(['ada/microphone']);
});

test('until they hear the sound of their own, their voice is not in the one for all', () => {
  expect(wiresOf(VOICES, ['ada'], new Set()).common).toEqual(['ben/microphone', 'ben/screenAudio']);
  expect(wiresOf(VOICES, ['ada'], new Set(['ada'])).common).toContain('ada/microphone');
});
