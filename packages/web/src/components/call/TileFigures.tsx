import { useContext } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { localFigures, trackFigures } from '../../model/call/figures.ts';
import type { Tile } from '../../model/tiles.ts';
import styles from './TileFigures.module.css';
import { StatsContext } from './useCallStats.ts';

/** What the picture and the voice of a tile are made of, for whoever wants to know. */
export function TileFigures({ tile }: { tile: Tile }) {
  const texts = useTexts();
  const stats = useContext(StatsContext);
  if (!stats) return null;
  const sound = tile.source === 'screen' ? 'screenAudio' : 'microphone';
  const lines = tile.own
    ? [localFigures(stats.local.get(tile.source)), localFigures(stats.local.get(sound))]
    : [
        trackFigures(stats.tracks.get(tile.key)),
        trackFigures(stats.tracks.get(`${tile.peerId}/${sound}`)),
      ];
  const shown = lines.filter((line) => line !== null);
  return (
    <div className={styles.figures}>
      {shown.length === 0 ? (
        <p>{texts.call.nothingFlows}</p>
      ) : (
        shown.map((line) => <p key={line}>{line}</p>)
      )}
    </div>
  );
}
