import type { BackgroundProcessor } from '@ottogi/client';

/** Blurs the background. Its code and model are loaded when somebody first wants it. */
export const backgroundProcessor: BackgroundProcessor = async (track, strength) => {
  const { blurBackground } = await import('./blur.ts');
  return blurBackground(track, strength);
};
