import { useTexts } from '../../hooks/app.ts';
import { useMicrophoneSettings } from '../../hooks/useMicrophoneSettings.ts';
import { METER_FLOOR_DB } from '../../model/call/meter.ts';
import { Slider } from '../ui/Slider.tsx';
import { LevelMeter } from './LevelMeter.tsx';

/** How loud one has to speak to be heard; the level behind it shows what would pass. */
export function ThresholdSlider() {
  const texts = useTexts();
  const [{ thresholdDb }, change] = useMicrophoneSettings();
  return (
    <Slider
      label={texts.settings.threshold}
      value={Math.max(thresholdDb, METER_FLOOR_DB)}
      min={METER_FLOOR_DB}
      max={0}
      format={(value) => `${value} dB`}
      onChange={(value) => change({ thresholdDb: value })}
    >
      <LevelMeter bare />
    </Slider>
  );
}
