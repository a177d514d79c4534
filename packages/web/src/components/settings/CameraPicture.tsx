import type { ReactNode } from 'react';
import { useRoomState, useTexts, useVisitState } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { useTrack } from '../../hooks/useTrack.ts';
import { hueOf } from '../../model/avatar.ts';
import { Avatar, hueStyle } from '../Avatar.tsx';
import styles from './CameraPicture.module.css';
import type { CameraPreview } from './usePreviewedCamera.ts';

interface CameraPictureProps {
  preview: CameraPreview;
  /** Over the picture. */
  children?: ReactNode;
}

/** Oneself, as the others will see one. */
export function CameraPicture({ preview, children }: CameraPictureProps) {
  const texts = useTexts();
  const name = useVisitState((state) => state.name);
  const hue = useRoomState((state) => state.person?.hue) ?? hueOf(name);
  return (
    <div className={styles.frame} style={hueStyle(hue)} data-covered={children !== undefined}>
      {preview.status === 'open' ? (
        <Picture track={preview.track} />
      ) : (
        <>
          {name !== '' && <Avatar name={name} hue={hue} />}
          <p className={styles.note}>
            {preview.status === 'opening' ? texts.call.starting : texts.settings.cameraIsOff}
          </p>
        </>
      )}
      {children}
    </div>
  );
}

function Picture({ track }: { track: MediaStreamTrack }) {
  const texts = useTexts();
  const [{ mirror }] = useCallPreferences();
  const ref = useTrack<HTMLVideoElement>(track);
  return (
    <video
      ref={ref}
      className={styles.video}
      aria-label={texts.settings.preview}
      data-mirrored={mirror}
      muted
      autoPlay
      playsInline
    />
  );
}
