/** What the browser loads by address: nothing of it is in the bundle, all of it comes from the page's own server. */
import type { NoiseSuppressorAssets } from './noiseSuppressor.ts';

export interface AudioAssets extends NoiseSuppressorAssets {
  gateProcessor: string;
}

/**
 * In this form bundlers (Vite, webpack 5, Rollup with a plugin) see the files, copy them, and put
 * their addresses here. Where none does so, give the addresses to `RoomClient` as `audioAssets`.
 */
export function defaultAudioAssets(): AudioAssets {
  return {
    gateProcessor: new URL('./gateProcessor.js', import.meta.url).href,
    rnnoiseProcessor: new URL('@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js', import.meta.url)
      .href,
    rnnoiseWasm: new URL('@sapphi-red/web-noise-suppressor/rnnoise.wasm', import.meta.url).href,
    rnnoiseSimdWasm: new URL('@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm', import.meta.url)
      .href,
  };
}
