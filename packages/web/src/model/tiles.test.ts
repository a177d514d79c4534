import type { RoomState, Source } from '@ottogi/client';
import { expect, test } from 'vitest';
import { EMPTY, inCall, peer } from '../testing/roomState.ts';
import { tilesOf } from './tiles.ts';

const track = (id: string) => ({ id }) as MediaStreamTrack;
const shows = (...sources: Source[]) =>
  sources.map((source) => ({ source, paused: false, layerHeights: [] }));
const OFF = { status: 'off' } as const;

const PEERS = [
  peer('me', { name: 'Ada' }),
  peer('b', { name: 'Ben', publications: shows('camera', 'microphone', 'screen') }),
  peer('c', {
    name: 'Chul',
    handRaisedAt: 5,
    publications: [{ source: 'microphone', paused: true, layerHeights: [] }],
  }),
];

const call = (given: Partial<RoomState> = {}) => inCall(PEERS, given);

test('everybody has a tile, oneself last; a shared screen has one of its own', () => {
  const { people, screens } = tilesOf(call());
  expect(people.map(({ name, own, muted }) => [name, own, muted])).toEqual([
    ['Ben', false, false],
    ['Chul', false, true],
    ['Ada', true, true],
  ]);
  expect(screens.map(({ key }) => key)).toEqual(['b/screen']);
});

test('a hand is up on its own tile, and on nobody else’s', () => {
  const self = { ...EMPTY.self, handRaised: true };
  const up = (given: Partial<RoomState>) =>
    tilesOf(call(given))
      .people.filter(({ handRaisedAt }) => handRaisedAt !== null)
      .map(({ name }) => name);
  expect(up({})).toEqual(['Chul']);
  expect(up({ self })).toEqual(['Chul', 'Ada']);
});

test('a picture is coming until its track is there', () => {
  expect(tilesOf(call()).people[0]!.picture).toEqual({ status: 'coming' });
  const tracks: RoomState['tracks'] = new Map([['b/camera', track('t')]]);
  expect(tilesOf(call({ tracks })).people[0]!.picture).toMatchObject({ status: 'live' });
});

test('a track without its publication is not shown: the camera was stopped', () => {
  const tracks: RoomState['tracks'] = new Map([['c/camera', track('t')]]);
  expect(tilesOf(call({ tracks })).people[1]!.picture).toEqual({ status: 'none' });
});

test('the own tile shows the own devices, and is there before the list knows', () => {
  const local: RoomState['local'] = {
    microphone: { status: 'live', track: track('m'), paused: false },
    camera: { status: 'starting' },
    screen: { status: 'starting' },
    screenAudio: OFF,
  };
  const { people, screens } = tilesOf(call({ rooms: [], local }));
  expect(people).toHaveLength(1);
  expect(people[0]).toMatchObject({ own: true, muted: false, picture: { status: 'coming' } });
  expect(screens).toEqual([]);
});

test('outside of a call there is no stage', () => {
  expect(tilesOf(call({ call: { status: 'idle' } })).people).toEqual([]);
});

test('of somebody with another key nothing is shown, and the tile says so', () => {
  const tracks = new Map([['b/camera' as const, track('ben')]]);
  const encryption = (trust: 'shared' | 'otherKey') => new Map([['b', trust]]);
  const ben = (trust: 'shared' | 'otherKey') => {
    const { people, screens } = tilesOf(call({ tracks, encryption: encryption(trust) }));
    const { otherKey, picture } = people.find(({ peerId }) => peerId === 'b')!;
    return [otherKey, picture.status, screens.length];
  };
  expect(ben('shared')).toEqual([false, 'live', 1]);
  expect(ben('otherKey')).toEqual([true, 'none', 0]);
});
