import { useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Switch } from '../ui/Switch.tsx';

/** What is shared, and whether it is heard. */
export function ScreenContent() {
  const texts = useTexts();
  const [{ screen }, change] = useCallPreferences();
  return (
    <>
      <SegmentedControl
        label={texts.settings.screenContent}
        value={screen.content}
        options={[
          { value: 'text', label: texts.settings.screenText },
          { value: 'motion', label: texts.settings.screenMotion },
        ]}
        hint={texts.settings.screenContentHint}
        onChange={(content) => change({ screen: { ...screen, content } })}
      />
      <Switch
        label={texts.settings.screenSound}
        hint={texts.settings.screenSoundHint}
        checked={screen.sound}
        onChange={(sound) => change({ screen: { ...screen, sound } })}
      />
    </>
  );
}
