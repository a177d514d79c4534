import type { RtpCapabilities } from '@ottogi/protocol';
import type { Device, types } from 'mediasoup-client';
import { ClientError, toClientError } from './errors.ts';
import { whenIdle } from './whenIdle.ts';

interface Loading {
  key: string;
  device: Promise<Device>;
}

/**
 * Knows what this browser and the server's routers have in common. It is loaded while a person still
 * looks at the list of rooms, and mediasoup-client with it, so that neither the page nor a join has
 * to wait for that.
 */
export class RouterDevice {
  #capabilities: RtpCapabilities | null = null;
  #loading: Loading | null = null;

  /** What the server's routers can; the rest is got ready when the page has nothing else to do. */
  prepare(routerRtpCapabilities: RtpCapabilities): void {
    this.#capabilities = routerRtpCapabilities;
    whenIdle(() => void this.#load(routerRtpCapabilities));
  }

  /** @throws ClientError `serverUnreachable`, `loadFailed`, `unsupported` */
  async get(): Promise<Device> {
    if (!this.#capabilities) throw new ClientError('serverUnreachable', 'not connected yet');
    return this.#load(this.#capabilities);
  }

  /** Routers of one server are alike, and mostly those of its next version too. */
  #load(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
    const key = JSON.stringify(routerRtpCapabilities);
    if (this.#loading?.key === key) return this.#loading.device;
    const loading = { key, device: createDevice(routerRtpCapabilities) };
    this.#loading = loading;
    // Whoever asks for the device hears of the failure, and it is tried again; until then nobody does.
    loading.device.catch((error: unknown) => {
      const passing = error instanceof ClientError && error.code === 'loadFailed';
      if (passing && this.#loading === loading) this.#loading = null;
    });
    return loading.device;
  }
}

async function createDevice(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
  const mediasoup = await loadMediasoup();
  try {
    const device = await mediasoup.Device.factory();
    await device.load({
      routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities,
    });
    return device;
  } catch (error) {
    throw toClientError(error, 'unsupported');
  }
}

/** A bundler makes a file of its own of mediasoup-client, which is loaded here. */
async function loadMediasoup() {
  try {
    return await import('mediasoup-client');
  } catch (error) {
    throw toClientError(error, 'loadFailed');
  }
}
