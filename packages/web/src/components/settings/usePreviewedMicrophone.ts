import type { ClientError } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';
import { failureOf } from './failureOf.ts';

export type MicrophonePreview =
  | { status: 'off' }
  | { status: 'opening' }
  | { status: 'open' }
  | { status: 'failed'; error: ClientError };

const OFF: MicrophonePreview = { status: 'off' };
const OPENING: MicrophonePreview = { status: 'opening' };

/** Keeps the microphone open, unheard by anybody, so that its level can be shown. */
export function usePreviewedMicrophone(wanted: boolean): MicrophonePreview {
  const { microphone } = useApp().client;
  const [preview, setPreview] = useState(OPENING);
  useEffect(() => {
    if (!wanted) return;
    let stop: (() => void) | null = null;
    let over = false;
    const end = () => {
      over = true;
      stop?.();
    };
    const fail = (cause: unknown) => {
      if (!over) setPreview({ status: 'failed', error: failureOf(cause) });
      end();
    };
    microphone.preview(fail).then((close) => {
      if (over) return close();
      stop = close;
      setPreview({ status: 'open' });
    }, fail);
    return () => {
      end();
      setPreview(OPENING);
    };
  }, [microphone, wanted]);
  return wanted ? preview : OFF;
}
