import type { Notification, NotificationData } from '@ottogi/protocol';
import { MEMBER, RECORDER_ID } from '@ottogi/protocol';
import { beforeEach, expect, test } from 'vitest';
import { RequestError } from '../errors.ts';
import { TestClock } from '../testing/TestClock.ts';
import { Downlinks, type Mixer } from './Downlinks.ts';
import { Peer, type PeerLink, type PeerOwner } from './Peer.ts';

const ROOM = { roomId: 'lounge', name: 'Lounge' };

/** A mixer that does nothing but note what it is told. */
class NotingMixer implements Mixer {
  gaveUp = false;
  closed = false;
  readonly told: string[] = [];
  readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  document() {
    return { pid: 1, restarts: 0, gaveUp: this.gaveUp };
  }

  joined(): void {
    this.told.push('joined');
  }

  left(): void {
    this.told.push('left');
  }

  close(): void {
    this.closed = true;
  }
}

let clock: TestClock;
let mixers: NotingMixer[];
let available: boolean;
let peers: Peer[];
let moving: boolean;
let downlinks: Downlinks;

beforeEach(() => {
  clock = new TestClock();
  mixers = [];
  available = true;
  peers = [];
  moving = false;
  downlinks = new Downlinks({
    room: ROOM,
    mixers: {
      get available() {
        return available;
      },
      start(_room, changed) {
        if (!available) throw new RequestError('mixerUnavailable', 'as the test has it');
        const mixer = new NotingMixer(changed);
        mixers.push(mixer);
        return mixer;
      },
    },
    after: clock.after,
    members: () => peers,
    moves: () => moving,
    changed: () => {},
  });
});

function somebody(name: string, { hidden = false } = {}) {
  const told: Notification[] = [];
  const link: PeerLink = {
    sessionId: name,
    personId: name,
    grants: MEMBER,
    hue: 0,
    connected: true,
    hidden,
    notify: (notification) => told.push(notification),
    deliver: async () => {},
    left: () => {},
  };
  const owner: PeerOwner = {
    after: clock.after,
    downlinkOf: (peer) => downlinks.sentTo(peer),
    changed: () => {},
    publicationLost: () => {},
    closed: () => {},
  };
  const request = {
    room: ROOM.name,
    name,
    rtpCapabilities: {},
    view: { videos: 25, voices: 25, spatialLayer: null },
    deafened: false,
    handRaised: false,
    mesh: true,
    encrypted: false,
  };
  const peer = new Peer(name, ROOM, request, link, owner);
  return {
    peer,
    last: () => told.findLast(({ name: of }) => of === 'downlinkChanged')?.data,
    listeners: () =>
      told
        .filter(({ name: of }) => of === 'mixListenersChanged')
        .map(({ data }) => (data as NotificationData<'mixListenersChanged'>).peerIds),
  };
}

function join(name: string) {
  const somebodyNew = somebody(name);
  peers.push(somebodyNew.peer);
  downlinks.peersChanged(somebodyNew.peer);
  downlinks.welcome(somebodyNew.peer, false);
  return somebodyNew;
}

test('a mixer is started for the first who wants it, and told who listens', () => {
  const [ada, ben] = [join('ada'), join('ben')];
  expect(mixers).toEqual([]);
  expect(ada.last()).toBeUndefined();
  downlinks.wish(ada.peer, 'mix');
  downlinks.wish(ben.peer, 'mix');
  expect(mixers).toHaveLength(1);
  expect(ada.last()).toMatchObject({ wanted: 'mix', mix: 'coming' });
  const mixer = somebody('mixer', { hidden: true });
  downlinks.mixerJoined(mixer.peer);
  expect(mixers[0]?.told).toEqual(['joined']);
  expect(mixer.listeners()).toEqual([['ada', 'ben']]);
  downlinks.mixChanged([180, 360, 720]);
  expect(ben.last()).toMatchObject({ mix: 'ready', layerHeights: [180, 360, 720] });
  downlinks.wish(ben.peer, 'tiles');
  expect(mixer.listeners().at(-1)).toEqual(['ada']);
});

test('whoever goes back to the tiles listens until they have come', () => {
  const ada = join('ada');
  downlinks.wish(ada.peer, 'mix');
  const mixer = somebody('mixer', { hidden: true });
  downlinks.mixerJoined(mixer.peer);
  downlinks.mixChanged([360]);
  downlinks.settle(ada.peer, 'mix');
  downlinks.wish(ada.peer, 'tiles');
  clock.advance(60_000);
  expect(mixer.listeners()).toEqual([['ada']]);
  downlinks.settle(ada.peer, 'tiles');
  expect(mixer.listeners().at(-1)).toEqual([]);
  clock.advance(10_000);
  expect(mixers.map(({ closed }) => closed)).toEqual([true]);
});

test('it ends a while after the last, and not if somebody wants it again meanwhile', () => {
  const ada = join('ada');
  downlinks.wish(ada.peer, 'mix');
  downlinks.wish(ada.peer, 'tiles');
  clock.advance(9_000);
  downlinks.wish(ada.peer, 'mix');
  clock.advance(60_000);
  expect(mixers.map(({ closed }) => closed)).toEqual([false]);
  downlinks.wish(ada.peer, 'tiles');
  clock.advance(10_000);
  expect(mixers.map(({ closed }) => closed)).toEqual([true]);
  expect(ada.last()).toMatchObject({ wanted: 'tiles', mix: 'none' });
});

test('who holds it has one whoever wants it, and a sound of everybody', () => {
  const ada = join('ada');
  let lost = 0;
  const release = downlinks.hold(() => (lost += 1));
  expect(mixers).toHaveLength(1);
  const mixer = somebody('mixer', { hidden: true });
  downlinks.mixerJoined(mixer.peer);
  downlinks.wish(ada.peer, 'mix');
  downlinks.wish(ada.peer, 'tiles');
  clock.advance(60_000);
  expect(mixers.map(({ closed }) => closed)).toEqual([false]);
  expect(mixer.listeners()).toEqual([[RECORDER_ID], ['ada', RECORDER_ID], [RECORDER_ID]]);
  mixers[0]!.gaveUp = true;
  mixers[0]!.changed();
  expect(lost).toBe(1);
  release();
  clock.advance(10_000);
  expect(mixers.map(({ closed }) => closed)).toEqual([true]);
  available = false;
  expect(() => downlinks.hold(() => {})).toThrow('as the test has it');
});

test('a room can have everybody receive the mix, whatever they wish, and take it back', () => {
  const ada = join('ada');
  downlinks.ruled = true;
  const ben = join('ben');
  for (const each of [ada, ben]) {
    expect(each.last()).toMatchObject({ wanted: 'mix', ruled: true, mix: 'coming' });
  }
  downlinks.wish(ada.peer, 'tiles');
  expect(ada.peer.downlink).toBe('mix');
  downlinks.ruled = false;
  expect(ada.last()).toMatchObject({ wanted: 'tiles', ruled: false });
  expect(somebody('mixer', { hidden: true }).peer.downlink).toBe('tiles');
});

test('where none can be had, a wish is refused and a rule leaves the tiles', () => {
  available = false;
  const ada = join('ada');
  expect(ada.last()).toMatchObject({ mix: 'unavailable' });
  expect(() => downlinks.wish(ada.peer, 'mix')).toThrow('as the test has it');
  expect(ada.peer.downlink).toBe('tiles');
  downlinks.ruled = true;
  expect(ada.last()).toMatchObject({ wanted: 'mix', mix: 'unavailable' });
});

test('one that gave up is tried anew by whoever asks anew', () => {
  const [ada, ben] = [join('ada'), join('ben')];
  downlinks.wish(ada.peer, 'mix');
  mixers[0]!.gaveUp = true;
  mixers[0]!.changed();
  expect(ada.last()).toMatchObject({ wanted: 'mix', mix: 'unavailable' });
  downlinks.wish(ben.peer, 'mix');
  expect(mixers.map(({ closed }) => closed)).toEqual([true, false]);
  expect(ada.last()).toMatchObject({ mix: 'coming' });
});

test('its leaving is told to it, unless it was ended', () => {
  const ada = join('ada');
  downlinks.wish(ada.peer, 'mix');
  const [first, second] = [somebody('first'), somebody('second')];
  downlinks.mixerJoined(first.peer);
  downlinks.mixerLeft(first.peer);
  expect(mixers[0]?.told).toEqual(['joined', 'left']);
  downlinks.mixerJoined(second.peer);
  downlinks.mixerLeft(first.peer);
  expect(mixers[0]?.told).toEqual(['joined', 'left', 'joined']);
  downlinks.close();
  expect(mixers[0]?.closed).toBe(true);
});

test('on the way to another topology everybody has the tiles, and the mix afterwards', () => {
  const ada = join('ada');
  moving = true;
  downlinks.wish(ada.peer, 'mix');
  expect(mixers).toHaveLength(1);
  expect(ada.last()).toMatchObject({ wanted: 'mix', mix: 'coming' });
  expect(ada.peer.downlink).toBe('tiles');
  moving = false;
  downlinks.resume();
  expect(ada.peer.downlink).toBe('mix');
});

test('whoever sees the mix is not on tiles before they say so, or the mix is gone', () => {
  const [ada, ben] = [join('ada'), join('ben')];
  for (const { peer } of [ada, ben]) downlinks.wish(peer, 'mix');
  downlinks.mixChanged([360]);
  for (const { peer } of [ada, ben]) downlinks.settle(peer, 'mix');
  for (const { peer } of [ada, ben]) downlinks.wish(peer, 'tiles');
  // Of a wish that was taken back meanwhile.
  downlinks.settle(ada.peer, 'mix');
  expect([ada, ben].map(({ peer }) => downlinks.isOnTiles(peer))).toEqual([false, false]);
  downlinks.settle(ada.peer, 'tiles');
  expect([ada, ben].map(({ peer }) => downlinks.isOnTiles(peer))).toEqual([true, false]);
  downlinks.mixChanged(null);
  expect(downlinks.isOnTiles(ben.peer)).toBe(true);
});
