/**
 * Fake cameras that draw whatever size they are asked for. The page asks them for a large picture
 * thirty times a second, in three layers, all of them drawn and encoded by the cores. These are
 * asked for the smallest of which there are layers still, as often as cameras that play a file
 * (`fakeDevices.ts`).
 */
import { FRAMES_PER_SECOND } from './fakeDevices.ts';

export const MODEST = { width: 480, height: 270, frameRate: FRAMES_PER_SECOND };

/** Runs in the page before the product's first line, so it must be whole in itself. */
export function installModestCamera(size: typeof MODEST): void {
  // Missing where the context is not secure.
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  const open = devices?.getUserMedia.bind(devices);
  if (!devices || !open) return;
  devices.getUserMedia = async (constraints = {}) => {
    const { video } = constraints;
    if (typeof video !== 'object') return open(constraints);
    return open({ ...constraints, video: { ...video, ...size } });
  };
}
