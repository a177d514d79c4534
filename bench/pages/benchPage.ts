import { readAlong, type Message } from './wire.ts';

export interface JoinReport {
  /** From the request to join to the first picture of somebody else, and to the last. */
  firstFrameMs: number;
  lastFrameMs: number;
  /** What was sent from the request to the last picture. */
  messages: Pick<Message, 'name' | 'sentAt' | 'answeredAt'>[];
  /** Which of them the others' pictures needed. */
  needed: number[];
}

/** What a page does when the bench asks. The same for the product and for the tutorial. */
export interface BenchPage {
  /** Several peers that send and don't receive, so that they cost the machine little. */
  publish(room: string, peers: number): Promise<void>;
  /** Opens the connection and the devices. */
  prepare(): Promise<void>;
  /** Joins, with microphone and camera, and waits for so many pictures. */
  join(room: string, pictures: number): Promise<JoinReport>;
}

declare global {
  var bench: BenchPage;
}

const messages = readAlong();

export function offer(page: BenchPage): void {
  globalThis.bench = page;
}

export interface Devices {
  camera: MediaStreamTrack;
  microphone: MediaStreamTrack;
}

/** Small enough that a machine without a GPU encodes several. */
export async function openDevices(): Promise<Devices> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 320, height: 180, frameRate: 30 },
  });
  const [[camera], [microphone]] = [stream.getVideoTracks(), stream.getAudioTracks()];
  if (!camera || !microphone) throw new Error('the browser has no fake devices');
  return { camera, microphone };
}

/** Runs a join against the clock. `run` gets a function that takes each track that arrives. */
export async function measure(
  pictures: number,
  run: (show: (track: MediaStreamTrack) => void) => Promise<void>,
  isNeeded: (message: Message, all: readonly Message[]) => boolean,
): Promise<JoinReport> {
  const before = messages.length;
  const frames: Promise<number>[] = [];
  const complete = Promise.withResolvers<void>();
  const startedAt = performance.now();
  await Promise.all([
    run((track) => {
      if (track.kind !== 'video') return;
      frames.push(firstFrameOf(track));
      if (frames.length === pictures) complete.resolve();
    }),
    complete.promise,
  ]);
  const times = (await Promise.all(frames)).map((at) => at - startedAt);
  const lastFrameMs = Math.max(...times);
  const sent = messages.slice(before).filter(({ sentAt }) => sentAt <= startedAt + lastFrameMs);
  return {
    firstFrameMs: Math.min(...times),
    lastFrameMs,
    messages: sent.map(({ name, sentAt, answeredAt }) => ({
      name,
      sentAt: sentAt - startedAt,
      ...(answeredAt !== undefined && { answeredAt: answeredAt - startedAt }),
    })),
    needed: sent.flatMap((message, index) => (isNeeded(message, sent) ? [index] : [])),
  };
}

/** When the first decoded frame of a track is there to be seen. */
function firstFrameOf(track: MediaStreamTrack): Promise<number> {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  return new Promise((resolve) => {
    video.requestVideoFrameCallback(() => resolve(performance.now()));
  });
}
