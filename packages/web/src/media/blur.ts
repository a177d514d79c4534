/** Blurs what is behind a person, on this device. Loaded when it is first chosen. */
import type { BackgroundProcessor } from '@ottogi/client';
import { BlurPainter } from './BlurPainter.ts';
import { Breather } from './Breather.ts';
import { within } from './deadline.ts';
import { PersonFinder } from './PersonFinder.ts';

/** In a hidden tab no frames are announced; then this goes on, as slowly as the browser lets it. */
const HIDDEN_MS = 100;

/** For some 10 MB on a slow line. Whoever does not want to wait switches the camera off. */
const LOAD_MS = 60_000;

/** For the camera to start, and for the model's first picture on a slow machine. */
const PICTURE_MS = 15_000;

/** @throws whatever goes wrong while the model is loaded, or with its first picture. */
export const blurBackground: BackgroundProcessor = async (track, strength) => {
  const finder = await within(LOAD_MS, PersonFinder.load(), (late) => late.close());
  const makePainter: MakePainter = (canvas) => new BlurPainter(canvas, finder, strength);
  let blurred: Blurred | null = null;
  const stop = () => {
    blurred?.stop();
    finder.close();
  };
  try {
    blurred = hasBreakout()
      ? blurStream(track, makePainter)
      : await blurElement(track, makePainter);
    await firstPicture(blurred.track);
    return { track: blurred.track, stop };
  } catch (error) {
    stop();
    throw error;
  }
};

/**
 * Only with its first picture does a track say how large it is, and layers are made to measure.
 * @throws TypeError if there comes none
 */
async function firstPicture(track: MediaStreamTrack): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  video.addEventListener('loadeddata', () => resolve(), { once: true });
  track.addEventListener('ended', () => reject(new TypeError('no picture was made')), {
    once: true,
  });
  video.srcObject = new MediaStream([track]);
  try {
    await within(PICTURE_MS, promise);
  } finally {
    video.srcObject = null;
  }
}

type MakePainter = (canvas: OffscreenCanvas | HTMLCanvasElement) => BlurPainter;

interface Blurred {
  track: MediaStreamTrack;
  stop: () => void;
}

function hasBreakout(): boolean {
  return 'MediaStreamTrackProcessor' in globalThis && 'MediaStreamTrackGenerator' in globalThis;
}

/** Frame by frame, in hidden tabs too; frames that come too quickly are left out by the browser. */
function blurStream(track: MediaStreamTrack, makePainter: MakePainter): Blurred {
  const painter = makePainter(new OffscreenCanvas(1, 1));
  const breather = new Breather();
  const blur = new TransformStream<VideoFrame, VideoFrame>({
    transform(frame, controller) {
      const { timestamp, displayWidth, displayHeight } = frame;
      try {
        breather.work(() => {
          painter.paint(frame, displayWidth, displayHeight);
          controller.enqueue(new VideoFrame(painter.canvas, { timestamp }));
        });
      } finally {
        frame.close();
      }
    },
  });
  const output = new MediaStreamTrackGenerator({ kind: 'video' });
  const ending = new AbortController();
  const { readable } = new MediaStreamTrackProcessor({ track });
  readable
    .pipeThrough(blur, ending)
    .pipeTo(output.writable, ending)
    .catch(() => giveUp(output));
  return { track: output, stop: () => ending.abort() };
}

/** By way of a video element and a canvas, where the browser gives no frames. */
async function blurElement(track: MediaStreamTrack, makePainter: MakePainter): Promise<Blurred> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await within(PICTURE_MS, video.play());
  const canvas = document.createElement('canvas');
  const painter = makePainter(canvas);
  const breather = new Breather();
  const paint = () =>
    breather.work(() => painter.paint(video, video.videoWidth, video.videoHeight));
  paint();
  const [output] = canvas.captureStream().getVideoTracks();
  if (!output) throw new TypeError('a canvas gives one track');
  let next: Cancellable;
  const stop = () => {
    next.cancel();
    video.srcObject = null;
    output.stop();
  };
  const goOn = () => {
    next.cancel();
    try {
      paint();
      next = onNextFrame(video, goOn);
    } catch {
      stop();
      giveUp(output);
    }
  };
  next = onNextFrame(video, goOn);
  return { track: output, stop };
}

/** A track that was stopped says nothing by itself. */
function giveUp(track: MediaStreamTrack): void {
  track.stop();
  track.dispatchEvent(new Event('ended'));
}

interface Cancellable {
  cancel: () => void;
}

function onNextFrame(video: HTMLVideoElement, listener: () => void): Cancellable {
  const frame = video.requestVideoFrameCallback(listener);
  const timer = setTimeout(listener, HIDDEN_MS);
  const cancel = () => {
    video.cancelVideoFrameCallback(frame);
    clearTimeout(timer);
  };
  return { cancel };
}
