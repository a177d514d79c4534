/**
 * The worker in which frames are sealed and opened, off the page's own thread
 * (https://www.w3.org/TR/webrtc-encoded-transform/).
 */
import { FrameTransforms } from './FrameTransforms.ts';
import type { Frame, FromWorker, StreamOptions, ToWorker } from './workerMessages.ts';

/** What of a worker's global scope is used here; the types of the page do not know it. */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  addEventListener(name: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  addEventListener(name: 'rtctransform', listener: (event: TransformEvent) => void): void;
}

interface TransformEvent {
  readonly transformer: {
    readonly readable: ReadableStream<Frame>;
    readonly writable: WritableStream<Frame>;
    readonly options: StreamOptions;
  };
}

const scope = globalThis as unknown as WorkerScope;
const transforms = new FrameTransforms((peerId) => scope.postMessage({ type: 'missing', peerId }));

scope.addEventListener('message', ({ data }) => {
  switch (data.type) {
    case 'use':
      void transforms.use(data.key);
      break;
    case 'add':
      void transforms.add(data.peerId, data.key);
      break;
    case 'forget':
      transforms.forget(data.peerId);
      break;
    case 'pipe':
      pipe(data.readable, data.writable, data.options);
      break;
    case 'ping':
      scope.postMessage({ type: 'pong' });
      break;
  }
});

scope.addEventListener('rtctransform', ({ transformer: { readable, writable, options } }) => {
  pipe(readable, writable, options);
});

function pipe(
  readable: ReadableStream<Frame>,
  writable: WritableStream<Frame>,
  options: StreamOptions,
): void {
  // It ends with its sender or receiver, which is no failure.
  readable
    .pipeThrough(transforms.stream(options))
    .pipeTo(writable)
    .catch(() => undefined);
}
