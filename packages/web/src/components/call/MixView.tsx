import { MicOff, MonitorUp, Users } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { TrackKey } from '@ottogi/client';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useTrack } from '../../hooks/useTrack.ts';
import type { Tiles } from '../../model/tiles.ts';
import { Popover } from '../ui/Popover.tsx';
import styles from './MixView.module.css';
import { useVisibleSize } from './visibleTiles.ts';

interface MixViewProps {
  picture: TrackKey;
  tiles: Tiles;
  /** Its first frame is here. */
  onShown: () => void;
}

/** Everybody in one picture, as the server's mixer paints it: the names are in it. */
export function MixView({ picture, tiles, onShown }: MixViewProps) {
  const texts = useTexts();
  const track = useRoomState((state) => state.tracks.get(picture));
  const ref = useRef<HTMLElement>(null);
  useVisibleSize(ref, picture);
  return (
    <figure ref={ref} className={styles.mix} aria-label={texts.downlink.stage} data-mix>
      {track && <Picture track={track} onShown={onShown} />}
      <figcaption className={styles.tools}>
        <MixedPeople tiles={tiles} />
      </figcaption>
    </figure>
  );
}

function Picture({ track, onShown }: { track: MediaStreamTrack; onShown: () => void }) {
  const ref = useTrack<HTMLVideoElement>(track);
  const [shown, setShown] = useState(false);
  return (
    <video
      ref={ref}
      className={styles.video}
      data-source="mix"
      data-shown={shown}
      muted
      autoPlay
      playsInline
      onLoadedData={() => {
        setShown(true);
        onShown();
      }}
    />
  );
}

/** What a picture says to nobody who cannot see it, and what it cannot do. */
function MixedPeople({ tiles: { people, screens } }: { tiles: Tiles }) {
  const texts = useTexts();
  const title = texts.downlink.people;
  const sharing = new Set(screens.map(({ peerId }) => peerId));
  return (
    <Popover
      title={title}
      titled
      align="end"
      trigger={
        <button type="button" className={styles.button} aria-label={title}>
          <Users aria-hidden="true" />
          {people.length}
        </button>
      }
    >
      <ul className={styles.people}>
        {people.map(({ key, peerId, name, own, muted }) => (
          <li key={key}>
            <bdi className={styles.name}>{own ? texts.you : name}</bdi>
            {muted && <Mark icon={<MicOff />} text={texts.call.muted} />}
            {sharing.has(peerId) && <Mark icon={<MonitorUp />} text={texts.downlink.sharing} />}
          </li>
        ))}
      </ul>
      <p className={styles.note}>{texts.downlink.noVolume}</p>
    </Popover>
  );
}

function Mark({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <>
      <span aria-hidden="true">{icon}</span>
      <span className="visually-hidden">{text}</span>
    </>
  );
}
