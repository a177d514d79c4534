import { useSyncExternalStore } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import type { Tile } from '../../model/tiles.ts';
import { Slider } from '../ui/Slider.tsx';
import { Switch } from '../ui/Switch.tsx';
import styles from './TileMenu.module.css';

/** How loud one person's voice, or the sound of their screen, is for oneself. */
export function VolumeControl({ tile, what }: { tile: Tile; what: 'voice' | 'stream' }) {
  const texts = useTexts();
  const { playback } = useApp().client;
  const { personId } = tile;
  const { volume, muted } = useSyncExternalStore(playback.subscribe, () =>
    playback.loudnessOf(personId, what),
  );
  return (
    <div className={styles.volume}>
      <Slider
        label={what === 'voice' ? texts.call.voiceVolume : texts.call.streamVolume}
        value={Math.round(volume * 100)}
        min={0}
        max={200}
        step={5}
        format={(value) => `${value} %`}
        onChange={(value) => playback.setVolume(personId, what, value / 100)}
      />
      <Switch
        label={texts.call.silenceForMe}
        checked={muted}
        onChange={(on) => playback.setMutedForMe(personId, what, on)}
      />
    </div>
  );
}
