/** What Chromium takes for a camera and a microphone: small files that it plays over and over. */
import { writeFile } from 'node:fs/promises';

/** Small and few pictures leave the cores some air: every page encodes in software. */
export const FRAMES_PER_SECOND = 10;
const WIDTH = 320;
const HEIGHT = 180;
const FRAMES = 20;

export type Tint = keyof typeof TINTS;

/** The two colour differences (Cb, Cr) by which one can tell whose picture it is. */
const TINTS = {
  green: [70, 70],
  red: [90, 220],
  blue: [220, 90],
  violet: [200, 200],
} as const;

/** Writes the file of a camera. */
export type FakeCamera = (path: string) => Promise<void>;

/** A bar that wanders over a tinted picture. */
export function tintedCamera(tint: Tint): FakeCamera {
  return (path) =>
    writeVideo(path, { width: WIDTH, height: HEIGHT }, (at) => frame(at, TINTS[tint]));
}

const DETAIL_PIXELS = 8;
/** By how much it moves from picture to picture. */
const PAN_PIXELS = 4;

/**
 * A large picture full of detail, seen by a camera that turns: it takes an encoder more than a
 * narrow way can carry.
 */
export const detailedCamera: FakeCamera = async (path) => {
  const [width, height] = [640, 360];
  const colour = Buffer.alloc((width / 2) * (height / 2), 128);
  const levels = Array.from({ length: (width * height) / DETAIL_PIXELS ** 2 }, Math.random);
  await writeVideo(path, { width, height }, (progress) => {
    const luma = Buffer.alloc(width * height);
    const left = Math.round(progress * FRAMES) * PAN_PIXELS;
    for (let at = 0; at < luma.length; at += 1) {
      const column = Math.floor((((at % width) + left) % width) / DETAIL_PIXELS);
      const row = Math.floor(at / width / DETAIL_PIXELS);
      luma[at] = 40 + 176 * levels[row * (width / DETAIL_PIXELS) + column]!;
    }
    return [luma, colour, colour];
  });
};

/**
 * Two seconds in YUV4MPEG2 (https://wiki.multimedia.cx/index.php/YUV4MPEG2). `draw` gives the planes
 * (Y, Cb, Cr; 4:2:0) of a picture, at 0 ≤ `progress` < 1 of the way.
 */
export async function writeVideo(
  path: string,
  { width, height }: { width: number; height: number },
  draw: (progress: number) => Buffer[],
): Promise<void> {
  const header = `YUV4MPEG2 W${width} H${height} F${FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`;
  const frames = Array.from({ length: FRAMES }, (_, index) => [
    Buffer.from('FRAME\n'),
    ...draw(index / FRAMES),
  ]);
  await writeFile(path, Buffer.concat([Buffer.from(header), ...frames.flat()]));
}

function frame(progress: number, [cb, cr]: readonly [number, number]): Buffer[] {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 90);
  const barWidth = WIDTH / 8;
  const left = Math.floor(progress * (WIDTH - barWidth));
  for (let row = 0; row < HEIGHT; row += 1) {
    luma.fill(200, row * WIDTH + left, row * WIDTH + left + barWidth);
  }
  const chroma = (WIDTH / 2) * (HEIGHT / 2);
  return [luma, Buffer.alloc(chroma, cb), Buffer.alloc(chroma, cr)];
}

const SAMPLES_PER_SECOND = 48_000;
const SPEECH_S = 1;
const PAUSE_S = 0.6;

/** A fake microphone is silent for no longer than this. */
export const LONGEST_PAUSE_MS = PAUSE_S * 1_000;

/**
 * Whether somebody takes a breath now and then, and between syllables, or, of a number, speaks like
 * this in one pitch (Hz), by which they can be told from others in one sound of all.
 */
export type Voice = 'speech' | 'song' | number;

/**
 * Somebody who says a short sentence, takes a breath and says it again, or sings and never stops:
 * syllables of a voice's overtones, since a tone that never changes is what noise suppression takes
 * away.
 */
export async function writeFakeMicrophone(path: string, voice: Voice = 'speech'): Promise<void> {
  const [pauseS, quietest] = voice === 'song' ? [0, 0.4] : [PAUSE_S, 0];
  const overtones = typeof voice === 'number' ? [1] : [1, 2, 3, 4, 5, 6];
  const spoken = Math.round(SPEECH_S * SAMPLES_PER_SECOND);
  const samples = new Int16Array(spoken + Math.round(pauseS * SAMPLES_PER_SECOND));
  let phase = 0;
  for (let at = 0; at < spoken; at += 1) {
    const time = at / SAMPLES_PER_SECOND;
    const pitchHz =
      typeof voice === 'number' ? voice : 140 + 30 * Math.sin(2 * Math.PI * 1.5 * time);
    phase += (2 * Math.PI * pitchHz) / SAMPLES_PER_SECOND;
    const syllable = quietest + (1 - quietest) * Math.sin(Math.PI * 4 * time) ** 2;
    const sound = overtones.reduce((sum, n) => sum + Math.sin(n * phase) / n, 0);
    samples[at] = 9_000 * syllable * sound;
  }
  await writeFile(
    path,
    Buffer.concat([wavHeader(samples.byteLength), Buffer.from(samples.buffer)]),
  );
}

/** PCM, one channel of 16 bits (http://soundfile.sapp.org/doc/WaveFormat/). */
function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
