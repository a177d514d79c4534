import type { DeviceInfo } from './state.ts';

/** Which device is wanted now: the chosen one while it is there, and meanwhile the default. */
export class DeviceChoice {
  #chosen: string | null;
  #missing = false;

  constructor(chosen: string | null = null) {
    this.#chosen = chosen;
  }

  /** A `deviceId`, or null for the browser's default. */
  get wanted(): string | null {
    return this.#missing ? null : this.#chosen;
  }

  get chosen(): string | null {
    return this.#chosen;
  }

  choose(deviceId: string | null): void {
    if (deviceId === this.#chosen && !this.#missing) return;
    this.#chosen = deviceId;
    this.#missing = false;
  }

  /** The chosen one does not open, or ended by itself. Says whether the default is still to be tried. */
  lose(): boolean {
    if (this.#chosen === null || this.#missing) return false;
    this.#missing = true;
    return true;
  }

  /**
   * Looks for the chosen one in a new list; says whether `wanted` changed. An empty list is what a
   * page without permission sees, and proves nothing.
   */
  update(devices: readonly DeviceInfo[]): boolean {
    if (this.#chosen === null || devices.length === 0) return false;
    const missing = !devices.some(({ deviceId }) => deviceId === this.#chosen);
    if (missing === this.#missing) return false;
    this.#missing = missing;
    return true;
  }
}
