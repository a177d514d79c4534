import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DeviceInfo, INITIAL_STATE, type RoomState, trackKey } from '../state.ts';
import { fakeTrack, peer, room, settle } from '../testing/fakes.ts';
import { Playback } from './Playback.ts';

/** An audio element in a browser that may want a gesture first. */
class FakeAudio {
  static all: FakeAudio[] = [];
  static allowed = true;
  srcObject: unknown = null;
  volume = 1;
  muted = false;
  paused = true;
  sinkId = '';
  readonly dataset = {};

  constructor() {
    FakeAudio.all.push(this);
  }

  async play(): Promise<void> {
    if (!FakeAudio.allowed) throw new DOMException('click first', 'NotAllowedError');
    this.paused = false;
  }

  pause(): void {
    this.paused = true;
  }

  async setSinkId(sinkId: string): Promise<void> {
    this.sinkId = sinkId;
  }
}

class FakeStream {
  #tracks: MediaStreamTrack[];

  constructor(tracks: MediaStreamTrack[]) {
    this.#tracks = tracks;
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.push(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks = this.#tracks.filter((each) => each !== track);
  }
}

const voice = fakeTrack('audio');
const film = fakeTrack('audio');
const face = fakeTrack('video');

const blockedChanged = vi.fn<(blocked: boolean) => void>();
const switched = vi.fn<(change: { from: string; to: string }) => void>();
let playback: Playback;

beforeEach(() => {
  vi.resetAllMocks();
  FakeAudio.all = [];
  FakeAudio.allowed = true;
  vi.stubGlobal('Audio', FakeAudio);
  vi.stubGlobal('MediaStream', FakeStream);
  playback = new Playback({ blockedChanged, switched });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function stateWith(tracks: RoomState['tracks'], peerIds = ['ada']): RoomState {
  return {
    ...INITIAL_STATE,
    rooms: [
      room(
        'Lounge',
        peerIds.map((id) => peer(id)),
      ),
    ],
    tracks,
  };
}

const ALL = stateWith(
  new Map([
    [trackKey('ada', 'microphone'), voice],
    [trackKey('ada', 'screenAudio'), film],
    [trackKey('ada', 'camera'), face],
  ]),
);
const ADA = peer('ada').personId;

function heard(): number[] {
  return FakeAudio.all
    .filter(({ paused }) => !paused)
    .map(({ muted, volume }) => (muted ? 0 : volume));
}

test('voices and streams are played, pictures are not, and what ends falls silent', async () => {
  playback.update(ALL);
  await settle();
  expect(heard()).toEqual([1, 1]);
  playback.update(stateWith(new Map([[trackKey('ada', 'microphone'), voice]])));
  expect(heard()).toEqual([1]);
  playback.update(INITIAL_STATE);
  expect(heard()).toEqual([]);
});

test('a voice that comes by another track is played on, and does not begin anew', async () => {
  playback.update(ALL);
  await settle();
  const [element] = FakeAudio.all;
  const again = fakeTrack('audio');
  playback.update(stateWith(new Map([[trackKey('ada', 'microphone'), again]])));
  expect(FakeAudio.all[0]).toBe(element);
  const stream = FakeAudio.all[0]?.srcObject as FakeStream | undefined;
  expect(stream?.getTracks()).toEqual([again]);
  expect(element).toMatchObject({ paused: false });
  expect(FakeAudio.all).toHaveLength(2);
});

test('somebody who is not known yet is played once they are', async () => {
  const { tracks } = ALL;
  playback.update(stateWith(tracks, []));
  expect(FakeAudio.all).toEqual([]);
  playback.update(ALL);
  await settle();
  expect(heard()).toEqual([1, 1]);
});

test('each is as loud as set, times the master, and silence goes over it all', async () => {
  playback.setVolume(ADA, 'voice', 0.5);
  playback.update(ALL);
  await settle();
  playback.setMasterVolume(0.5);
  expect(heard()).toEqual([0.25, 0.5]);
  playback.setMutedForMe(ADA, 'stream', true);
  expect(heard()).toEqual([0.25, 0]);
  playback.setSilent(true);
  expect(heard()).toEqual([0, 0]);
  playback.setSilent(false);
  expect(heard()).toEqual([0.25, 0]);
});

test('without Web Audio louder than loud is as loud as it comes', async () => {
  playback.update(ALL);
  await settle();
  playback.setVolume(ADA, 'voice', 2);
  expect(heard()).toEqual([1, 1]);
  expect(playback.volumeOf(ADA, 'voice')).toBe(2);
});

test('volumes outlast a visit as JSON, and changes are told', () => {
  const listener = vi.fn<() => void>();
  const stop = playback.subscribe(listener);
  playback.setVolume(ADA, 'voice', 1.5);
  playback.setVolume(ADA, 'voice', 1.5);
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  const next = new Playback({ blockedChanged, switched });
  next.restoreVolumes(JSON.parse(JSON.stringify(playback.volumes)));
  expect(next.volumeOf(ADA, 'voice')).toBe(1.5);
});

test('what the browser holds back is said, and comes with a gesture', async () => {
  FakeAudio.allowed = false;
  playback.update(ALL);
  await settle();
  expect(blockedChanged.mock.calls).toEqual([[true]]);
  await playback.resume();
  expect(blockedChanged).toHaveBeenCalledTimes(1);
  FakeAudio.allowed = true;
  await playback.resume();
  expect(blockedChanged.mock.calls).toEqual([[true], [false]]);
  expect(heard()).toEqual([1, 1]);
});

test('an unplugged loudspeaker gives way to the default, and comes back', async () => {
  const speakers = [{ deviceId: 'big', label: 'Big one' }];
  const others = [{ deviceId: 'small', label: 'Small one' }];
  playback.update(ALL);
  await playback.setOutput('big');
  playback.devicesChanged(speakers);
  expect(FakeAudio.all.map(({ sinkId }) => sinkId)).toEqual(['big', 'big']);
  playback.devicesChanged(others);
  await settle();
  expect(FakeAudio.all.map(({ sinkId }) => sinkId)).toEqual(['', '']);
  expect(switched).toHaveBeenLastCalledWith({ from: 'Big one', to: '' });
  playback.devicesChanged([...others, ...speakers]);
  await settle();
  expect(FakeAudio.all.map(({ sinkId }) => sinkId)).toEqual(['big', 'big']);
  expect(switched).toHaveBeenLastCalledWith({ from: '', to: 'Big one' });
});

test('another default is said while somebody is heard, and left to the browser', async () => {
  const builtIn: DeviceInfo = { deviceId: 'builtIn', label: 'Built in' };
  const headset: DeviceInfo = { deviceId: 'headset', label: 'Headset', isDefault: true };
  const unplugged: DeviceInfo[] = [{ ...builtIn, isDefault: true }];
  const plugged = [builtIn, headset];
  playback.devicesChanged(unplugged);
  playback.devicesChanged(plugged);
  expect(switched).not.toHaveBeenCalled();
  playback.update(ALL);
  playback.devicesChanged(unplugged);
  await settle();
  expect(switched.mock.calls).toEqual([[{ from: 'Headset', to: 'Built in' }]]);
  expect(FakeAudio.all.map(({ sinkId }) => sinkId)).toEqual(['', '']);
});
