import { useTexts } from '../../hooks/app.ts';
import { ScreenContent } from './ScreenContent.tsx';
import { Section } from './Section.tsx';

export function ScreenTab() {
  const texts = useTexts();
  return (
    <Section title={texts.settings.tabs.screen}>
      <ScreenContent />
    </Section>
  );
}
