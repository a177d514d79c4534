import type { RoomState, Source } from '@ottogi/client';
import { expect, test } from 'vitest';
import { type TileState, tilesOf } from './tiles.ts';

const track = (id: string) => ({ id }) as MediaStreamTrack;
const shows = (...sources: Source[]) => sources.map((source) => ({ source, paused: false }));
const OFF = { status: 'off' } as const;

function call(given: Partial<RoomState> = {}): TileState {
  return {
    call: {
      status: 'joined',
      room: 'Lounge',
      name: 'Ada',
      roomId: 'r',
      peerId: 'own',
      media: 'connected',
      movingTo: null,
    },
    rooms: [
      {
        roomId: 'r',
        name: 'Lounge',
        topology: 'sfu',
        peers: [
          { peerId: 'own', name: 'Ada', publications: [] },
          { peerId: 'b', name: 'Ben', publications: shows('camera', 'microphone', 'screen') },
          { peerId: 'c', name: 'Chul', publications: [{ source: 'microphone', paused: true }] },
        ],
      },
    ],
    local: { microphone: OFF, camera: OFF, screen: OFF, screenAudio: OFF },
    tracks: new Map(),
    ...given,
  };
}

test('everybody has a tile, oneself last; a shared screen has one of its own', () => {
  const { people, screens } = tilesOf(call());
  expect(people.map(({ name, own, muted }) => [name, own, muted])).toEqual([
    ['Ben', false, false],
    ['Chul', false, true],
    ['Ada', true, true],
  ]);
  expect(screens.map(({ key }) => key)).toEqual(['b/screen']);
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
