/**
 * What the page uses of MediaPipe's vision tasks. The package has types of its own, and a list of
 * exports under which no compiler finds them.
 * https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter/web_js
 */
declare module '@mediapipe/tasks-vision' {
  export interface WasmFileset {
    wasmLoaderPath: string;
    wasmBinaryPath: string;
  }

  export interface Mask {
    readonly width: number;
    readonly height: number;
    /** Row by row; 1 is certainly a person. Valid during the callback. */
    getAsFloat32Array(): Float32Array;
  }

  export class ImageSegmenter {
    static createFromOptions(
      files: WasmFileset,
      options: {
        baseOptions: { modelAssetBuffer: Uint8Array; delegate: 'CPU' | 'GPU' };
        runningMode: 'VIDEO';
        outputConfidenceMasks: boolean;
        outputCategoryMask: boolean;
      },
    ): Promise<ImageSegmenter>;
    /** `timestamp` in ms, ever growing. The callback has returned when this does. */
    segmentForVideo(
      image: OffscreenCanvas | HTMLCanvasElement,
      timestamp: number,
      callback: (result: { confidenceMasks?: Mask[] }) => void,
    ): void;
    close(): void;
  }
}
