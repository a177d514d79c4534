import { useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';

const MODES = ['open', 'pushToTalk', 'threshold'] as const;
const QUALITIES = ['360p', '720p', '1080p'] as const;
const BLURS = ['off', 'light', 'strong'] as const;

/** When the others hear one. */
export function ModeControl() {
  const texts = useTexts();
  const [{ microphone }, change] = useCallPreferences();
  return (
    <SegmentedControl
      label={texts.settings.mode}
      value={microphone.mode}
      options={MODES.map((mode) => ({ value: mode, label: texts.settings.modes[mode].name }))}
      hint={texts.settings.modes[microphone.mode].hint}
      onChange={(mode) => change({ microphone: { ...microphone, mode } })}
    />
  );
}

export function QualityControl() {
  const texts = useTexts();
  const [{ camera }, change] = useCallPreferences();
  return (
    <SegmentedControl
      label={texts.settings.quality}
      value={camera.quality}
      options={QUALITIES.map((quality) => ({ value: quality, label: quality }))}
      onChange={(quality) => change({ camera: { ...camera, quality } })}
    />
  );
}

export function BlurControl() {
  const texts = useTexts();
  const [{ camera }, change] = useCallPreferences();
  return (
    <SegmentedControl
      label={texts.settings.blur}
      value={camera.blur}
      options={BLURS.map((blur) => ({ value: blur, label: texts.settings.blurs[blur] }))}
      onChange={(blur) => change({ camera: { ...camera, blur } })}
    />
  );
}
