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

/**
 * A screen of that kind: a bar that wanders over a picture. The fake ones are as large as the window
 * is, and drawn twenty times a second. Runs in the page before the product's first line.
 */
export function installModestScreen(size: typeof MODEST): void {
  const { width, height, frameRate } = size;
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d')!;
    let at = 0;
    setInterval(() => {
      at = (at + 8) % width;
      context.fillStyle = '#e8e8e0';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#303030';
      context.fillRect(at, 0, 40, height);
    }, 1_000 / frameRate);
    return canvas.captureStream(frameRate);
  };
}
