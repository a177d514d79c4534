import { open } from 'node:fs/promises';

export interface CameraSize {
  /** Even, both. */
  width: number;
  height: number;
}

const FRAMES_PER_SECOND = 20;
/** A loop without a seam. */
const FRAMES = 2 * FRAMES_PER_SECOND;

/** A hand that holds a camera shakes by a few pixels, and a sensor adds noise to each picture. */
const SHAKE_PIXELS = 6;
const NOISE_LEVELS = 8;

/** Detail of many sizes, as in a room with somebody in it. */
const DETAIL_PIXELS = [96, 32, 8];

/**
 * Writes what Chromium takes for a camera (`--use-file-for-fake-video-capture`): a picture with
 * detail, motion and noise, in YUV4MPEG2 with 4:2:0. The fake camera that it has by itself is a flat
 * drawing, which no encoder spends the bitrate of a camera on.
 */
export async function writeCameraFile(path: string, size: CameraSize): Promise<void> {
  const { width, height } = size;
  const scene = drawScene(size);
  const file = await open(path, 'w');
  try {
    await file.write(`YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`);
    const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
    for (let frame = 0; frame < FRAMES; frame += 1) {
      await file.write('FRAME\n');
      await file.write(picture(scene, size, (2 * Math.PI * frame) / FRAMES));
      await file.write(colour);
    }
  } finally {
    await file.close();
  }
}

/** Blocks of random brightness, one size over the other. */
function drawScene({ width, height }: CameraSize): Buffer {
  const scene = Buffer.alloc(width * height);
  const grids = DETAIL_PIXELS.map((size) => ({
    size,
    levels: Array.from({ length: Math.ceil(width / size) * Math.ceil(height / size) }, Math.random),
  }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const levels = grids.map(
        (grid) =>
          grid.levels[
            Math.floor(y / grid.size) * Math.ceil(width / grid.size) + Math.floor(x / grid.size)
          ]!,
      );
      const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
      scene[y * width + x] = 32 + 192 * mean;
    }
  }
  return scene;
}

/** The scene as a camera at this point of its circle sees it. */
function picture(scene: Buffer, { width, height }: CameraSize, angle: number): Buffer {
  const frame = Buffer.alloc(width * height);
  const right = Math.round(SHAKE_PIXELS * Math.cos(angle));
  const down = Math.round(SHAKE_PIXELS * Math.sin(angle));
  for (let y = 0; y < height; y += 1) {
    const row = within(y + down, height) * width;
    for (let x = 0; x < width; x += 1) {
      const noise = NOISE_LEVELS * (Math.random() - 0.5);
      frame[y * width + x] = scene[row + within(x + right, width)]! + noise;
    }
  }
  return frame;
}

function within(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length - 1);
}
