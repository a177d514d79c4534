import { Monitor, Moon, Sun } from 'lucide-react';
import { useApp, usePreferences, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import { type Language, LANGUAGES } from '../../i18n/index.ts';
import { THEMES } from '../../model/Preferences.ts';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { Section } from './Section.tsx';

const THEME_ICONS = { system: <Monitor />, light: <Sun />, dark: <Moon /> };
const LAYOUTS = ['grid', 'spotlight'] as const;

export function AppearanceTab() {
  const texts = useTexts();
  const { language, callView } = useApp();
  const [{ theme }, change] = usePreferences();
  const layout = useCallView((view) => view.layout);
  return (
    <Section title={texts.settings.tabs.appearance}>
      <SegmentedControl
        label={texts.settings.theme}
        value={theme}
        options={THEMES.map((each) => ({
          value: each,
          label: texts.settings.themes[each],
          icon: THEME_ICONS[each],
        }))}
        onChange={(chosen) => change({ theme: chosen })}
      />
      <SegmentedControl
        label={texts.language}
        value={language}
        options={(Object.keys(LANGUAGES) as Language[]).map((each) => ({
          value: each,
          label: LANGUAGES[each].languageName,
        }))}
        onChange={(chosen) => change({ language: chosen })}
      />
      <SegmentedControl
        label={texts.settings.layout}
        value={layout}
        options={LAYOUTS.map((each) => ({ value: each, label: texts.settings.layouts[each] }))}
        onChange={(chosen) => callView.setLayout(chosen)}
      />
    </Section>
  );
}
