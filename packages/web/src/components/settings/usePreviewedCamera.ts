import type { ClientError } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { failureOf } from './failureOf.ts';

export type CameraPreview =
  | { status: 'off' }
  | { status: 'opening' }
  | { status: 'open'; track: MediaStreamTrack }
  | { status: 'failed'; error: ClientError };

const OFF: CameraPreview = { status: 'off' };
const OPENING: CameraPreview = { status: 'opening' };

/** The picture that would be published, anew after each change of how it is made. */
export function usePreviewedCamera(wanted: boolean): CameraPreview {
  const { camera } = useApp().client;
  const [{ camera: settings }] = useCallPreferences();
  const [preview, setPreview] = useState(OPENING);
  useEffect(() => {
    // The SDK has the same settings by now; what it opens follows them.
    if (!wanted || !settings) return;
    let stop: (() => void) | null = null;
    const ending = new AbortController();
    camera.preview(ending.signal).then(
      (opened) => {
        if (ending.signal.aborted) return opened.stop();
        stop = () => opened.stop();
        setPreview({ status: 'open', track: opened.track });
      },
      (cause: unknown) => {
        if (!ending.signal.aborted) setPreview({ status: 'failed', error: failureOf(cause) });
      },
    );
    return () => {
      ending.abort();
      stop?.();
      setPreview(OPENING);
    };
  }, [camera, settings, wanted]);
  return wanted ? preview : OFF;
}
