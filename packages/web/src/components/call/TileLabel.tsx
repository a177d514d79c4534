import { ownRoom, type Quality } from '@ottogi/client';
import { EarOff, Hand, MicOff, MonitorUp, VideoOff, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Tile } from '../../model/tiles.ts';
import { roleMark } from '../roleMark.ts';
import { tooltip } from '../ui/tooltip.ts';
import { QualityBars } from './QualityBars.tsx';
import styles from './TileLabel.module.css';
import { tileTitle } from './tileTitle.ts';

/** Whose tile it is, and what one should know of them. */
export function TileLabel({ tile }: { tile: Tile }) {
  const texts = useTexts();
  const { own, source, muted, deafened, handRaisedAt, reconnecting } = tile;
  const hidden = useCallView((view) => view.hiddenPictures.has(tile.personId)) && !own;
  const isScreen = source === 'screen';
  const room = useRoomState(ownRoom);
  const role = isScreen ? null : roleMark(texts, room, tile.personId);

  return (
    <figcaption className={styles.label}>
      {isScreen && <MonitorUp aria-hidden="true" />}
      {!isScreen && handRaisedAt !== null && (
        <Mark text={texts.call.handRaised} look="hand">
          <Hand />
        </Mark>
      )}
      {reconnecting && (
        <Mark text={texts.rooms.reconnecting} look="poor">
          <WifiOff />
        </Mark>
      )}
      {!isScreen && muted && (
        <Mark text={texts.call.muted} look="off">
          <MicOff />
        </Mark>
      )}
      {!isScreen && deafened && (
        <Mark text={texts.call.deafened} look="off">
          <EarOff />
        </Mark>
      )}
      {!isScreen && hidden && (
        <Mark text={texts.call.pictureHidden} look="plain">
          <VideoOff />
        </Mark>
      )}
      {role && (
        <Mark text={role.text} look="plain">
          <role.Icon />
        </Mark>
      )}
      <bdi className={styles.name}>{tileTitle(texts, tile)}</bdi>
      <QualityMark tile={tile} />
    </figcaption>
  );
}

interface MarkProps {
  text: string;
  look: 'hand' | 'off' | 'plain' | Quality['level'];
  children: ReactNode;
}

function Mark({ text, look, children }: MarkProps) {
  return (
    <span className={styles.mark} data-look={look} {...tooltip(text)}>
      <span aria-hidden="true">{children}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}

/** Says only what is not as it should be, and where the trouble is. */
function QualityMark({ tile }: { tile: Tile }) {
  const texts = useTexts();
  const quality = useRoomState((state) => state.quality.get(tile.own ? 'uplink' : tile.key));
  if (!quality || quality.level === 'good') return null;
  const reasons = tile.own ? texts.call.ownQuality : texts.call.quality;
  return (
    <Mark text={reasons[quality.reason]} look={quality.level}>
      <QualityBars level={quality.level} />
    </Mark>
  );
}
