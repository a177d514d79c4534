import { expect, test, vi } from 'vitest';
import type { ClientEvents } from '../events.ts';
import type { DataExchange } from './DataExchange.ts';
import type { DataMessage } from './Incoming.ts';
import { Reactions } from './Reactions.ts';

function reactionsOver(links: { reachesAllDirectly: boolean }) {
  const sent: DataMessage[] = [];
  const shown: ClientEvents['reaction'][] = [];
  const exchange = Object.assign(links, {
    send: (label: string, bytes: Uint8Array) => sent.push({ label, bytes }),
  });
  const reactions = new Reactions({
    exchange: () => exchange as unknown as DataExchange,
    place: () => ({ roomId: 'lounge', peerId: 'ada' }),
    shown: (reaction) => shown.push(reaction),
  });
  return { reactions, sent, shown };
}

test('where everybody has a link it goes past the server, and shows at both ends', () => {
  const ada = reactionsOver({ reachesAllDirectly: true });
  expect(ada.reactions.show('👍🏽')).toBe(true);
  expect(ada.shown).toEqual([{ roomId: 'lounge', peerId: 'ada', emoji: '👍🏽' }]);
  const bob = reactionsOver({ reachesAllDirectly: true });
  for (const message of ada.sent) expect(bob.reactions.received('ada', message)).toBe(true);
  expect(bob.shown).toEqual([{ roomId: 'lounge', peerId: 'ada', emoji: '👍🏽' }]);
});

test('else, and for what is no emoji, it is the server’s matter', () => {
  const { reactions, sent } = reactionsOver({ reachesAllDirectly: false });
  expect(reactions.show('👍')).toBe(false);
  const linked = reactionsOver({ reachesAllDirectly: true });
  for (const text of ['', 'hello', '👍👍']) expect(linked.reactions.show(text)).toBe(false);
  expect([...sent, ...linked.sent]).toEqual([]);
});

test('what comes is an emoji, or shows nowhere; and nobody shows more than they could send', () => {
  vi.useFakeTimers();
  const { reactions, shown } = reactionsOver({ reachesAllDirectly: true });
  const receive = (label: string, text: string) =>
    reactions.received('bob', { label, bytes: new TextEncoder().encode(text) });
  expect(receive('chess', '👍')).toBe(false);
  expect(receive('ottogi:reaction', 'buy this')).toBe(true);
  for (let count = 0; count < 30; count += 1) receive('ottogi:reaction', '👍');
  expect(shown).toHaveLength(10);
  expect(Array.from({ length: 10 }, () => reactions.show('👍'))).not.toContain(false);
  expect(() => reactions.show('👍')).toThrow('too many');
  vi.useRealTimers();
});
