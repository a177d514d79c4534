import type { DeviceInfo } from './state.ts';

/** Which device is wanted now: the chosen one while it is there, and meanwhile the default. */
export class DeviceChoice {
  #chosen: string | null;
  #missing = false;
  /** Which device the default is, where the browser says so. */
  #default: string | null = null;
  /** What the default has become: whatever was opened as the default before stays what it was. */
  #followed: string | null = null;

  constructor(chosen: string | null = null) {
    this.#chosen = chosen;
  }

  /** A `deviceId`, or null for the browser's default. */
  get wanted(): string | null {
    return this.#missing ? null : this.#chosen;
  }

  /**
   * The same, for what is opened: a default that has changed by name, since Chrome gives the old one
   * to whoever asks for the default while that is open.
   */
  get toOpen(): string | null {
    return this.wanted ?? this.#followed;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  choose(deviceId: string | null): void {
    if (deviceId === this.#chosen && !this.#missing) return;
    this.#chosen = deviceId;
    this.#missing = false;
  }

  /** What runs does not open, or ended by itself. Says whether the default is still to be tried. */
  lose(): boolean {
    const before = this.toOpen;
    this.#missing = this.#chosen !== null;
    // The default may be another one by now: the next list tells.
    this.#default = null;
    this.#followed = null;
    return this.toOpen !== before;
  }

  /**
   * Looks for the chosen one, or the default, in a new list; says whether there is another one to
   * open. An empty list is what a page without permission sees, and proves nothing.
   */
  update(devices: readonly DeviceInfo[]): boolean {
    if (devices.length === 0) return false;
    const before = this.toOpen;
    const standard = devices.find(({ isDefault }) => isDefault)?.deviceId ?? null;
    const moved = this.#default !== null && standard !== this.#default;
    if (moved || standard === null) this.#followed = standard;
    this.#default = standard;
    const isThere = devices.some(({ deviceId }) => deviceId === this.#chosen);
    this.#missing = this.#chosen !== null && !isThere;
    return this.toOpen !== before;
  }
}
