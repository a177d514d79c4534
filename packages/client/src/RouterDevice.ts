import type { RtpCapabilities } from '@ottogi/protocol';
import { detectDevice, Device, type types } from 'mediasoup-client';
import { ClientError, toClientError } from './errors.ts';

/**
 * Which of mediasoup-client's browser handlers fits; undefined where WebRTC is too old or missing.
 * Chrome and Edge are one (both are Chromium), and every browser on iOS is Safari.
 */
export function handlerName(userAgent?: string): string | undefined {
  return detectDevice(userAgent);
}

/**
 * Knows what this browser and the server's routers have in common. It is loaded while a person still
 * looks at the list of rooms, so that a join need not wait for it.
 */
export class RouterDevice {
  #loading: { key: string; device: Promise<Device> } | null = null;

  /** Routers of one server are alike, and mostly those of its next version too. */
  load(routerRtpCapabilities: RtpCapabilities): void {
    const key = JSON.stringify(routerRtpCapabilities);
    if (this.#loading?.key === key) return;
    const device = createDevice(routerRtpCapabilities);
    // Whoever needs the device hears of the failure; until then nobody does.
    device.catch(() => {});
    this.#loading = { key, device };
  }

  /** @throws ClientError `unsupported` */
  async get(): Promise<Device> {
    if (!this.#loading) throw new ClientError('serverUnreachable', 'not connected yet');
    return this.#loading.device;
  }
}

async function createDevice(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
  try {
    const device = await Device.factory();
    await device.load({
      routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities,
    });
    return device;
  } catch (error) {
    throw toClientError(error, 'unsupported');
  }
}
