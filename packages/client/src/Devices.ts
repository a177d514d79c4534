/**
 * Which microphones, cameras and speakers there are
 * (https://www.w3.org/TR/mediacapture-streams/#enumerating-devices).
 */
import type { DeviceInfo, DevicesState } from './state.ts';

export interface DevicesOwner {
  changed(devices: DevicesState): void;
}

/** Chrome's stand-in for what the system prefers: no device of its own, but of the same group as that. */
const DEFAULT = 'default';
const STAND_INS: ReadonlySet<string> = new Set([DEFAULT, 'communications']);

export class Devices {
  readonly #owner: DevicesOwner;
  #shown = '';
  #refreshing: Promise<void> | null = null;
  #again = false;

  constructor(owner: DevicesOwner) {
    this.#owner = owner;
  }

  /** Begins to follow what is plugged and unplugged. Does nothing where there are no devices. */
  start(): void {
    mediaDevices()?.addEventListener('devicechange', this.#onChange);
    void this.refresh();
  }

  stop(): void {
    mediaDevices()?.removeEventListener('devicechange', this.#onChange);
  }

  /**
   * Looks again: after a permission was given the devices have names. Never rejects; a browser that
   * tells nothing has no devices.
   */
  refresh(): Promise<void> {
    // Several events come with one plug; one look after the last of them is enough.
    this.#again = true;
    return (this.#refreshing ??= this.#look());
  }

  readonly #onChange = (): void => {
    void this.refresh();
  };

  async #look(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        this.#show(await listDevices());
      }
    } finally {
      this.#refreshing = null;
    }
  }

  #show(devices: DevicesState): void {
    const shown = JSON.stringify(devices);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#owner.changed(devices);
  }
}

/** The browser's list as ours. Entries without an id are all that a page without permission sees. */
export function toDevicesState(infos: readonly MediaDeviceInfo[]): DevicesState {
  const ofKind = (wanted: MediaDeviceKind): DeviceInfo[] => {
    const all = infos.filter(({ kind, deviceId }) => kind === wanted && deviceId !== '');
    const devices = all.filter(({ deviceId }) => !STAND_INS.has(deviceId));
    const standard = defaultAmong(
      devices,
      all.find(({ deviceId }) => deviceId === DEFAULT),
    );
    return devices.map((info) => {
      const { deviceId, label } = info;
      return info === standard ? { deviceId, label, isDefault: true } : { deviceId, label };
    });
  };
  return {
    microphones: ofKind('audioinput'),
    cameras: ofKind('videoinput'),
    speakers: ofKind('audiooutput'),
    labelled: infos.some(({ label }) => label !== ''),
  };
}

/** Whom the stand-in stands for. One group may have several devices; its label ends like theirs. */
function defaultAmong(
  devices: readonly MediaDeviceInfo[],
  standIn: MediaDeviceInfo | undefined,
): MediaDeviceInfo | undefined {
  const group = devices.filter(({ groupId }) => groupId !== '' && groupId === standIn?.groupId);
  return group.find(({ label }) => standIn?.label.endsWith(label)) ?? group[0];
}

async function listDevices(): Promise<DevicesState> {
  try {
    return toDevicesState((await mediaDevices()?.enumerateDevices()) ?? []);
  } catch {
    return toDevicesState([]);
  }
}

/** Missing outside of a browser and without HTTPS, whatever the DOM types say. */
function mediaDevices(): MediaDevices | undefined {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.mediaDevices;
}
