import type { Fact, Notification } from '@ottogi/protocol';

/** Each fact is written out once, however many are told it. */
const texts = new WeakMap<Fact, string>();

/**
 * A notification as `emit` would send it: an event of socket.io's main namespace
 * (https://socket.io/docs/v4/socket-io-protocol/#event). socket.io would write out the same fact for
 * each session anew, and look through everything for binary data, of which there is none.
 */
export function packetOf(notification: Notification, seq: number): string {
  const { name } = notification;
  return `2["${name}",{"seq":${seq},"data":${dataOf(notification)}}]`;
}

function dataOf({ name, data }: Notification): string {
  if (name !== 'facts') return JSON.stringify(data);
  return `{"facts":[${(data.facts as Fact[]).map(textOf).join(',')}]}`;
}

function textOf(fact: Fact): string {
  const known = texts.get(fact);
  if (known !== undefined) return known;
  const text = JSON.stringify(fact);
  texts.set(fact, text);
  return text;
}
