import { Bell, Info, Keyboard, Mic, MonitorUp, Palette, Video, Wifi } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import type { SettingsTab } from '../../model/ShellView.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { AboutTab } from './AboutTab.tsx';
import { AppearanceTab } from './AppearanceTab.tsx';
import { NetworkTab } from './NetworkTab.tsx';
import { NotificationsTab } from './NotificationsTab.tsx';
import { ScreenTab } from './ScreenTab.tsx';
import styles from './SettingsDialog.module.css';
import { ShortcutsTab } from './ShortcutsTab.tsx';
import { VideoTab } from './VideoTab.tsx';
import { VoiceTab } from './VoiceTab.tsx';

const TABS = [
  { value: 'voice', icon: <Mic />, content: <VoiceTab /> },
  { value: 'video', icon: <Video />, content: <VideoTab /> },
  { value: 'screen', icon: <MonitorUp />, content: <ScreenTab /> },
  { value: 'notifications', icon: <Bell />, content: <NotificationsTab /> },
  { value: 'appearance', icon: <Palette />, content: <AppearanceTab /> },
  { value: 'shortcuts', icon: <Keyboard />, content: <ShortcutsTab /> },
  { value: 'network', icon: <Wifi />, content: <NetworkTab /> },
  { value: 'about', icon: <Info />, content: <AboutTab /> },
] as const;

/** Everything that one can set, in force at once and kept by this browser. */
export function SettingsDialog({ tab, onClose }: { tab: SettingsTab; onClose: () => void }) {
  const texts = useTexts();
  const [shown, setShown] = useState<SettingsTab>(tab);
  return (
    <Dialog open onClose={onClose} title={texts.settings.title} size="large" bare>
      <div className={styles.frame}>
        <Tabs
          label={texts.settings.title}
          orientation="vertical"
          value={shown}
          onChange={setShown}
          tabs={TABS.map((each) => ({ ...each, label: texts.settings.tabs[each.value] }))}
        />
      </div>
    </Dialog>
  );
}
