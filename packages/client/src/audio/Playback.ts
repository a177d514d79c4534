import { DeviceChoice } from '../DeviceChoice.ts';
import { onGesture } from '../gesture.ts';
import { bounded } from '../settings.ts';
import { type DeviceInfo, findPeer, keyParts, type RoomState, type TrackKey } from '../state.ts';
import type { Store } from '../Store.ts';
import { Amplifier } from './Amplifier.ts';
import { PlayedTrack } from './PlayedTrack.ts';
import {
  changeLoudness,
  type Heard,
  type Loudness,
  loudness,
  parseVolumes,
  VOLUME_MAX,
  type Volumes,
} from './volumes.ts';

export interface PlaybackOwner {
  blockedChanged(blocked: boolean): void;
  switched(change: { from: string; to: string }): void;
}

interface Player {
  track: MediaStreamTrack;
  /** Whose sound it is; null for the mix of all. */
  of: { personId: string; what: Heard } | null;
  played: PlayedTrack;
}

/** The sound of a mix that another one takes the place of has stopped by then. */
const RETIRED_FOR_MS = 1_000;

/** Plays what is heard of the others: their voices, and the sound of what they share. */
export class Playback {
  readonly #owner: PlaybackOwner;
  readonly #amplifier = new Amplifier(() => this.#routeAll());
  readonly #output = new DeviceChoice();
  readonly #players = new Map<TrackKey, Player>();
  readonly #watchers = new Set<() => void>();
  #volumes: Volumes = {};
  #master = 1;
  #silent = false;
  #blocked = false;
  /** Whether the mix is heard, and each by itself is not. */
  #mixed = false;
  #seen: Pick<RoomState, 'tracks' | 'rooms'> | null = null;
  /** Speaker tests under way. */
  #tests = 0;
  #speakers: readonly DeviceInfo[] = [];
  #stopWaiting: (() => void) | null = null;

  constructor(owner: PlaybackOwner) {
    this.#owner = owner;
  }

  /** As plain JSON, by `personId`: for the page to store. Immutable; another object after a change. */
  get volumes(): Volumes {
    return this.#volumes;
  }

  get masterVolume(): number {
    return this.#master;
  }

  /** The `deviceId` that was chosen; null for the browser's default. */
  get output(): string | null {
    return this.#output.chosen;
  }

  /** Calls `listener` after each change of volumes; returns how to stop. Bound, as React wants it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    // Wrapped, so that each is one of its own even if the same function comes twice.
    const own = () => listener();
    this.#watchers.add(own);
    return () => void this.#watchers.delete(own);
  };

  /** What `volumes` gave in an earlier visit; anything else in it is ignored. */
  restoreVolumes(stored: unknown): void {
    this.#setVolumes(parseVolumes(stored));
  }

  /** 0 to 2. */
  setVolume(personId: string, what: Heard, volume: number): void {
    this.#setVolumes(changeLoudness(this.#volumes, personId, what, { volume }));
  }

  volumeOf(personId: string, what: Heard): number {
    return this.loudnessOf(personId, what).volume;
  }

  /** Nobody else notices. */
  setMutedForMe(personId: string, what: Heard, muted: boolean): void {
    this.#setVolumes(changeLoudness(this.#volumes, personId, what, { muted }));
  }

  isMutedForMe(personId: string, what: Heard): boolean {
    return this.loudnessOf(personId, what).muted;
  }

  loudnessOf(personId: string, what: Heard): Loudness {
    return loudness(this.#volumes, personId, what);
  }

  /** Of everybody together, 0 to 2. */
  setMasterVolume(volume: number): void {
    this.#master = bounded(volume, 0, VOLUME_MAX, this.#master);
    this.#changed();
  }

  /** Hears nobody while `silent`; volumes stay as they are. */
  setSilent(silent: boolean): void {
    this.#silent = silent;
    this.#changed();
  }

  /**
   * Plays on this device from now on: `MediaDeviceInfo.deviceId`, or null for the browser's default,
   * which also stands in while the chosen one is unplugged. Never rejects; where a browser lets
   * nobody choose, nothing changes.
   */
  async setOutput(deviceId: string | null): Promise<void> {
    this.#output.choose(deviceId);
    await this.#applySink();
  }

  /**
   * Plays two notes where voices would be played; resolves when they have sounded.
   * @throws ClientError `unsupported` without Web Audio, `deviceBusy` if no sound comes out
   */
  async testSpeaker(): Promise<void> {
    this.#tests += 1;
    try {
      await this.#amplifier.chime(this.#master);
    } finally {
      this.#tests -= 1;
      this.#rest();
    }
  }

  /** Plays what the browser held back. To be called from a click; any click does it by itself too. */
  async resume(): Promise<void> {
    this.#amplifier.resume();
    const playing = [...this.#players.values()].map(({ played }) => played.play());
    const all = await Promise.all(playing);
    this.#setBlocked(!all.every(Boolean));
  }

  /** Plays what there is in this state, and nothing else. */
  update(state: RoomState): void {
    const { tracks, rooms, downlink } = state;
    const mixed = downlink.shown === 'mix';
    if (mixed !== this.#mixed) {
      this.#mixed = mixed;
      this.#changed();
    }
    if (this.#seen?.tracks === tracks && this.#seen.rooms === rooms) return;
    this.#seen = { tracks, rooms };
    for (const [key, player] of this.#players) {
      const track = tracks.get(key);
      if (track === player.track) continue;
      if (!track) this.#drop(key);
      else if (player.of === null) this.#retire(key);
      else player.played.replace((player.track = track));
    }
    for (const [key, track] of tracks) {
      if (!this.#players.has(key)) this.#add(state, key, track);
    }
    this.#awaitGestures();
  }

  /** Looks whether the chosen device is there; the default is followed by the browser itself. */
  devicesChanged(speakers: readonly DeviceInfo[]): void {
    const from = this.#outputLabel();
    this.#speakers = speakers;
    if (!this.#output.update(speakers)) return;
    void this.#applySink();
    if (this.#players.size > 0) this.#owner.switched({ from, to: this.#outputLabel() });
  }

  /** Empty for the default of a browser that does not say which one it is. */
  #outputLabel(): string {
    const { wanted } = this.#output;
    const isOutput = ({ deviceId, isDefault }: DeviceInfo) =>
      wanted === null ? isDefault : deviceId === wanted;
    return this.#speakers.find(isOutput)?.label ?? '';
  }

  #add(state: RoomState, key: TrackKey, track: MediaStreamTrack): void {
    const of = heardIn(state, key);
    if (of === undefined || typeof Audio !== 'function') return;
    const played = new PlayedTrack(keyParts(key), track, this.#amplifier);
    const player: Player = { track, of, played };
    this.#players.set(key, player);
    played.setVolume(this.#volumeFor(player));
    void played.setSink(this.#output.wanted ?? '');
    void played.play().then((plays) => {
      if (!plays && this.#players.get(key) === player) this.#setBlocked(true);
    });
  }

  #drop(key: TrackKey): void {
    this.#players.get(key)?.played.close();
    this.#players.delete(key);
    if (this.#players.size === 0) this.#setBlocked(false);
    this.#rest();
  }

  /** A mix begins before the former one ends, and nobody is to hear a gap. */
  #retire(key: TrackKey): void {
    const player = this.#players.get(key);
    this.#players.delete(key);
    setTimeout(() => player?.played.close(), RETIRED_FOR_MS);
  }

  /** With nothing to play, no device is kept awake. */
  #rest(): void {
    if (this.#players.size === 0 && this.#tests === 0) this.#amplifier.close();
  }

  #volumeFor({ of }: Player): number {
    if ((of === null) !== this.#mixed) return 0;
    const { volume, muted } = of
      ? this.loudnessOf(of.personId, of.what)
      : { volume: 1, muted: false };
    return muted || this.#silent ? 0 : volume * this.#master;
  }

  #setVolumes(volumes: Volumes): void {
    if (volumes === this.#volumes) return;
    this.#volumes = volumes;
    this.#changed();
  }

  #changed(): void {
    for (const player of this.#players.values()) player.played.setVolume(this.#volumeFor(player));
    for (const watcher of this.#watchers) watcher();
  }

  #routeAll(): void {
    for (const { played } of this.#players.values()) played.route();
  }

  async #applySink(): Promise<void> {
    const sinkId = this.#output.wanted ?? '';
    const players = [...this.#players.values()].map(({ played }) => played.setSink(sinkId));
    await Promise.all([...players, this.#amplifier.setSink(sinkId)]);
  }

  #awaitGestures(): void {
    if (this.#players.size === 0) {
      this.#stopWaiting?.();
      this.#stopWaiting = null;
      return;
    }
    this.#stopWaiting ??= onGesture(() => {
      if (this.#blocked || this.#amplifier.held) void this.resume();
    });
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#owner.blockedChanged(blocked);
  }
}

/** Of a client: what it has to say stands in the store. */
export function createPlayback(store: Store): Playback {
  return new Playback({
    blockedChanged: (blocked) => store.dispatch({ type: 'playbackChanged', playback: { blocked } }),
    switched: (change) => store.emit('deviceSwitched', { kind: 'speaker', ...change }),
  });
}

/** Undefined for what nobody hears. */
function heardIn(state: RoomState, key: TrackKey): Player['of'] | undefined {
  const { peerId, source } = keyParts(key);
  if (source === 'mixAudio') return null;
  const what = HEARD_OF[source];
  const personId = findPeer(state, peerId)?.personId;
  return what && personId !== undefined ? { personId, what } : undefined;
}

const HEARD_OF: Readonly<Record<string, Heard | undefined>> = {
  microphone: 'voice',
  screenAudio: 'stream',
};
