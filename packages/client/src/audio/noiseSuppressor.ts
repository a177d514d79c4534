/**
 * RNNoise (https://jmvalin.ca/demo/rnnoise/) as an audio node, by `@sapphi-red/web-noise-suppressor`.
 * Code and model are loaded when it is first chosen.
 */
import { ClientError, toClientError } from '../errors.ts';

/** Where the browser finds what is loaded by address; see `AudioAssets` in the README. */
export interface NoiseSuppressorAssets {
  rnnoiseProcessor: string;
  rnnoiseWasm: string;
  rnnoiseSimdWasm: string;
}

export interface NoiseSuppressor {
  readonly node: AudioNode;
  /** Frees its memory on the audio thread. */
  close(): void;
}

/** What RNNoise is trained for. */
const SAMPLE_RATE = 48_000;

/**
 * @throws ClientError `unsupported` where it does not load, or the context has another sample rate.
 */
export async function createNoiseSuppressor(
  context: AudioContext,
  assets: NoiseSuppressorAssets,
): Promise<NoiseSuppressor> {
  if (context.sampleRate !== SAMPLE_RATE) {
    throw new ClientError('unsupported', `RNNoise needs 48 kHz, not ${context.sampleRate} Hz`);
  }
  try {
    // It names AudioWorkletNode while it loads, so that no static import would do outside of a browser.
    const { loadRnnoise, RnnoiseWorkletNode } = await import('@sapphi-red/web-noise-suppressor');
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: assets.rnnoiseWasm, simdUrl: assets.rnnoiseSimdWasm }),
      context.audioWorklet.addModule(assets.rnnoiseProcessor),
    ]);
    // The worklet keeps to itself that a binary does not compile, and is silent for ever.
    await WebAssembly.compile(wasmBinary);
    const node = new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 });
    return {
      node,
      close: () => {
        node.disconnect();
        node.destroy();
      },
    };
  } catch (error) {
    throw toClientError(error, 'unsupported');
  }
}
