/**
 * Plugs that can be pulled. Chromium's fake devices are built in, so this stands between the page
 * and the browser: what is unplugged is not listed, does not open, ends if it was open, and the
 * page is told, as https://www.w3.org/TR/mediacapture-streams/ says of a device that is gone.
 */

export interface Plugs {
  /** By the label of the device. */
  pull(label: string): Promise<void>;
  putBack(label: string): void;
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiPlugs: Plugs;
}

/** Runs in the page before the product's first line, so it must be whole in itself. */
export function installPlugs(): void {
  const { mediaDevices } = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const pulled = new Set<string>();
  const opened = new Set<MediaStreamTrack>();

  async function isGone(deviceId: unknown): Promise<boolean> {
    const device = (await list()).find((each) => each.deviceId === deviceId);
    return device !== undefined && pulled.has(device.label);
  }

  mediaDevices.enumerateDevices = async () =>
    (await list()).filter(({ label }) => !pulled.has(label));

  mediaDevices.getUserMedia = async (constraints = {}) => {
    for (const asked of [constraints.audio, constraints.video]) {
      if (typeof asked !== 'object') continue;
      const { exact } = (asked.deviceId ?? {}) as { exact?: string };
      if (await isGone(exact)) throw new DOMException('it is unplugged', 'NotFoundError');
    }
    const stream = await open(constraints);
    for (const track of stream.getTracks()) opened.add(track);
    return stream;
  };

  globalThis.ottogiPlugs = {
    async pull(label) {
      pulled.add(label);
      for (const track of opened) {
        if (track.label !== label || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    putBack(label) {
      pulled.delete(label);
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
  };
}
