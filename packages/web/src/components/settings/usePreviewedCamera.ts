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
    let over = false;
    camera.preview().then(
      (opened) => {
        if (over) return opened.stop();
        stop = () => opened.stop();
        setPreview({ status: 'open', track: opened.track });
      },
      (cause: unknown) => {
        if (!over) setPreview({ status: 'failed', error: failureOf(cause) });
      },
    );
    return () => {
      over = true;
      stop?.();
      setPreview(OPENING);
    };
  }, [camera, settings, wanted]);
  return wanted ? preview : OFF;
}
