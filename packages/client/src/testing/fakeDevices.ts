/** A browser's devices, as far as code that opens them can tell. */
import { vi } from 'vitest';
import { FakeTrack } from './fakes.ts';

export class FakeDeviceTrack extends FakeTrack {
  readonly label: string;
  readonly constraints: MediaTrackConstraints;

  constructor(kind: string, label: string, constraints: MediaTrackConstraints) {
    super(kind);
    this.label = label;
    this.constraints = constraints;
  }

  /** As the browser says what became of the constraints. */
  settings: MediaTrackSettings = {};

  getSettings(): MediaTrackSettings {
    return this.settings;
  }

  #stopped = () => {};

  whenStopped(listener: () => void): void {
    this.#stopped = listener;
  }

  override stop(): void {
    super.stop();
    this.#stopped();
  }

  clone(): FakeDeviceTrack {
    return new FakeDeviceTrack(this.kind, this.label, this.constraints);
  }

  /** What happens when the plug is pulled. */
  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

/** Replaces `navigator`; the first of `plugged` is the default. Undo it by `vi.unstubAllGlobals`. */
export class FakeDevices {
  plugged: string[];
  /** Thrown by the next attempts to open something. */
  failure: Error | null = null;
  readonly opened: FakeDeviceTrack[] = [];

  constructor(plugged: string[]) {
    this.plugged = plugged;
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: this.#open } });
  }

  get live(): string[] {
    return this.opened.filter(({ readyState }) => readyState === 'live').map(({ label }) => label);
  }

  /** As the browser lists them. */
  get list(): { deviceId: string; label: string }[] {
    return this.plugged.map((label) => ({ deviceId: label, label }));
  }

  readonly #open = async ({ audio, video }: Record<string, MediaTrackConstraints>) => {
    await Promise.resolve();
    if (this.failure) throw this.failure;
    const constraints = audio ?? video ?? {};
    const { exact } = (constraints.deviceId ?? {}) as { exact?: string };
    const label = this.plugged.find((name) => exact === undefined || name === exact);
    if (label === undefined) throw new DOMException('Requested device not found', 'NotFoundError');
    const track = new FakeDeviceTrack(audio ? 'audio' : 'video', label, constraints);
    // As Chrome does it: one that is open keeps its treatment, and gives it to all others of it.
    const open = this.opened.find((other) => other.label === label && other.readyState === 'live');
    track.settings = open?.settings ?? treatmentOf(constraints);
    this.opened.push(track);
    return { getTracks: () => [track] };
  };
}

function treatmentOf(constraints: MediaTrackConstraints): MediaTrackSettings {
  const { noiseSuppression } = constraints as { noiseSuppression?: ConstrainBooleanParameters };
  const { ideal } = noiseSuppression ?? {};
  return ideal === undefined ? {} : { noiseSuppression: ideal };
}
