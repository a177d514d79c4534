import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import styles from './WishButtons.module.css';

const DEVICES = [
  { device: 'microphone', On: Mic, Off: MicOff },
  { device: 'camera', On: Video, Off: VideoOff },
] as const;

/** Which devices open when a room is entered. `labelled` shows in words what the icons mean. */
export function WishButtons({ labelled = false }: { labelled?: boolean }) {
  const texts = useTexts();
  const visit = useVisit();
  const wish = useVisitState((state) => state.wish);
  const labels = { microphone: texts.microphoneOnJoin, camera: texts.cameraOnJoin };
  return DEVICES.map(({ device, On, Off }) => {
    const on = wish[device];
    const Icon = on ? On : Off;
    return (
      <button
        key={device}
        type="button"
        className={labelled ? styles.labelled : styles.small}
        aria-pressed={on}
        aria-label={labels[device]}
        title={`${labels[device]}: ${on ? texts.on : texts.off}`}
        data-wish={device}
        onClick={() => visit.setWish(device, !on)}
      >
        <Icon aria-hidden="true" />
        {labelled && (
          <span aria-hidden="true">
            {texts.sources[device]} <b>{on ? texts.on : texts.off}</b>
          </span>
        )}
      </button>
    );
  });
}
