import { expect, test } from 'vitest';
import { isComparedWithAll } from '../state.ts';
import { Store } from '../Store.ts';
import { peer, room } from '../testing/fakes.ts';
import type { LinkIdentity } from './fingerprints.ts';
import { LinkComparison } from './LinkComparison.ts';

type Name = 'ada' | 'ben';
const OTHER = { ada: 'ben', ben: 'ada' } as const;

/** One of two at the ends of a link, as their client has it. */
function end(name: Name, identity: LinkIdentity) {
  const links = { identity: identity as LinkIdentity | null, more: [] as string[] };
  const store = new Store();
  const lounge = { ...room('Lounge', [peer('ada'), peer('ben')]), topology: 'mesh' as const };
  store.dispatch({ type: 'roomsReplaced', rooms: [lounge] });
  const { roomId } = lounge;
  const call = { room: 'Lounge', name, roomId, peerId: name, movingTo: null, recovering: null };
  store.dispatch({
    type: 'callChanged',
    call: { ...call, status: 'joined', media: 'connected', knocking: false },
  });
  const way = { direct: true };
  const comparison = new LinkComparison(store, () => way.direct);
  const other = OTHER[name];
  comparison.attach({
    identities: () =>
      new Map<string, LinkIdentity | null>([
        ...(links.identity ? [[other, links.identity] as const] : []),
        ...links.more.map((each) => [each, null] as const),
      ]),
  });
  const code = async () => (await comparison.code(other)) ?? '';
  /** The link is between these ends from now on, or gone. */
  const become = (next: LinkIdentity | null) => {
    links.identity = next;
    comparison.update();
  };
  return { comparison, store, become, other, code, way, links };
}

const ADA = { own: 'sha-256 aa', other: 'sha-256 bb' };
const BEN = { own: 'sha-256 bb', other: 'sha-256 aa' };

test('both ends of a link have the same code', async () => {
  const [ada, ben] = [end('ada', ADA), end('ben', BEN)];
  expect(await ada.code()).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(await ben.code()).toBe(await ada.code());
});

test('where somebody stands in between they have not', async () => {
  const [ada, ben] = [end('ada', { ...ADA, other: 'sha-256 ee' }), end('ben', BEN)];
  expect(await ben.code()).not.toBe(await ada.code());
  // Nor where the right fingerprint is there besides.
  ada.become({ ...ADA, other: `${ADA.other} sha-256 ee` });
  expect(await ben.code()).not.toBe(await ada.code());
});

test('what was compared holds for as long as the link is the same, and until it is revoked', async () => {
  const { comparison, store, become, other, code } = end('ada', ADA);
  expect(isComparedWithAll(store.state)).toBe(false);
  await comparison.confirm(other, await code());
  expect(store.state.links.get(other)?.compared).toBe(true);
  expect(isComparedWithAll(store.state)).toBe(true);
  const { state } = store;
  become({ ...ADA });
  expect(store.state).toBe(state);
  become({ ...ADA, other: 'sha-256 ee' });
  expect(isComparedWithAll(store.state)).toBe(false);
  become(ADA);
  expect(isComparedWithAll(store.state)).toBe(false);
  await comparison.confirm(other, await code());
  comparison.revoke(other);
  expect(isComparedWithAll(store.state)).toBe(false);
});

test('a code that is not that of the link any more confirms nothing', async () => {
  const { comparison, store, become, other, code } = end('ada', ADA);
  const read = await code();
  become({ ...ADA, other: 'sha-256 ee' });
  await comparison.confirm(other, read);
  await comparison.confirm('cem', read);
  expect(isComparedWithAll(store.state)).toBe(false);
});

test('without a link there is no code, and over the server nobody is compared with', async () => {
  const { comparison, store, become, other, code } = end('ada', ADA);
  await comparison.confirm(other, await code());
  const rooms = store.state.rooms.map((each) => ({ ...each, topology: 'sfu' as const }));
  store.dispatch({ type: 'roomsReplaced', rooms });
  expect(isComparedWithAll(store.state)).toBe(false);
  become(null);
  expect([await comparison.code(other), store.state.links.size]).toEqual([null, 0]);
});

test('a link to somebody whom nobody sees, or another way beside the links, is not compared', async () => {
  const { comparison, store, other, code, way, links } = end('ada', ADA);
  await comparison.confirm(other, await code());
  links.more.push('eve');
  comparison.update();
  expect(isComparedWithAll(store.state)).toBe(false);
  links.more.length = 0;
  comparison.update();
  expect(isComparedWithAll(store.state)).toBe(true);
  way.direct = false;
  comparison.update();
  expect(isComparedWithAll(store.state)).toBe(false);
  way.direct = true;
  comparison.update();
  expect(isComparedWithAll(store.state)).toBe(false);
});
