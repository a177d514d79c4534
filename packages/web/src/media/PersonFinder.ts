import model from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import loader from '@mediapipe/tasks-vision/wasm/vision_wasm_internal.js?url';
import wasm from '@mediapipe/tasks-vision/wasm/vision_wasm_internal.wasm?url';
import { ImageSegmenter } from '@mediapipe/tasks-vision';
import { describeModel } from './describeModel.ts';

/** What the model looks at, in pixels. */
const WIDTH = 256;
const HEIGHT = 144;

/** Below the first it is the room, above the second a person; in between it fades. */
const ROOM = 0.25;
const PERSON = 0.75;

/** How much of the last picture's mask stays, or its edge would flicker. */
const MEMORY = 0.35;

/** Tells the person from the room in pictures that follow each other. */
export class PersonFinder {
  readonly #segmenter: ImageSegmenter;
  readonly #input = new OffscreenCanvas(WIDTH, HEIGHT);
  readonly #inputPen = this.#input.getContext('2d')!;
  readonly #mask = new OffscreenCanvas(WIDTH, HEIGHT);
  readonly #maskPen = this.#mask.getContext('2d')!;
  readonly #pixels = new ImageData(WIDTH, HEIGHT);
  readonly #confidence = new Float32Array(WIDTH * HEIGHT);
  #lastMs = 0;

  /** Loads some 10 MB from the page's own server the first time. */
  static async load(): Promise<PersonFinder> {
    const segmenter = await ImageSegmenter.createFromOptions(
      // The loader takes only an address that has this name in it, and a bundler's has a hash.
      { wasmLoaderPath: loader, wasmBinaryPath: `${wasm}#vision_wasm_internal.wasm` },
      {
        // At this size reading a mask back from a graphics card costs more than the card saves.
        baseOptions: { modelAssetBuffer: describeModel(await loadModel()), delegate: 'CPU' },
        runningMode: 'VIDEO',
        outputConfidenceMasks: true,
        outputCategoryMask: false,
      },
    );
    return new PersonFinder(segmenter);
  }

  private constructor(segmenter: ImageSegmenter) {
    this.#segmenter = segmenter;
  }

  /** A small picture that is opaque where the person is. It changes with the next call. */
  find(frame: CanvasImageSource): OffscreenCanvas {
    this.#inputPen.drawImage(frame, 0, 0, WIDTH, HEIGHT);
    // The clock may stand still between two frames, and the segmenter wants it to go on.
    this.#lastMs = Math.max(this.#lastMs + 1, performance.now());
    this.#segmenter.segmentForVideo(this.#input, this.#lastMs, ({ confidenceMasks }) => {
      const mask = confidenceMasks?.[0];
      if (mask) this.#take(mask.getAsFloat32Array());
    });
    this.#maskPen.putImageData(this.#pixels, 0, 0);
    return this.#mask;
  }

  close(): void {
    this.#segmenter.close();
  }

  #take(confidence: Float32Array): void {
    const pixels = this.#pixels.data;
    for (let at = 0; at < this.#confidence.length; at += 1) {
      const smooth = this.#confidence[at]! * MEMORY + confidence[at]! * (1 - MEMORY);
      this.#confidence[at] = smooth;
      pixels[at * 4 + 3] = ((smooth - ROOM) / (PERSON - ROOM)) * 255;
    }
  }
}

async function loadModel(): Promise<ArrayBuffer> {
  const response = await fetch(model);
  if (!response.ok) throw new TypeError(`the model does not load: ${response.status}`);
  return response.arrayBuffer();
}
