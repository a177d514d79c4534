import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { tooltip } from '../ui/tooltip.ts';
import styles from './WishButtons.module.css';

const DEVICES = [
  { device: 'microphone', On: Mic, Off: MicOff },
  { device: 'camera', On: Video, Off: VideoOff },
] as const;

/** Which devices open when the room is entered, over one's own picture. */
export function WishButtons() {
  const texts = useTexts();
  const visit = useVisit();
  const wish = useVisitState((state) => state.wish);
  const publish = useRoomState(({ grants }) => grants.publish);
  const offered = DEVICES.filter(({ device }) => publish.includes(device));
  const labels = { microphone: texts.call.microphoneOnJoin, camera: texts.call.cameraOnJoin };
  return offered.map(({ device, On, Off }) => {
    const on = wish[device];
    const Icon = on ? On : Off;
    return (
      <button
        key={device}
        type="button"
        className={styles.wish}
        aria-pressed={on}
        aria-label={labels[device]}
        data-wish={device}
        onClick={() => visit.setWish(device, !on)}
        {...tooltip(`${labels[device]}: ${on ? texts.on : texts.off}`)}
      >
        <Icon aria-hidden="true" />
      </button>
    );
  });
}
