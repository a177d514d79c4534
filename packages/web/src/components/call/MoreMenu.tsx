import {
  ChartNoAxesColumn,
  EllipsisVertical,
  Maximize,
  Minimize,
  MonitorUp,
  PictureInPicture2,
  Settings,
} from 'lucide-react';
import { useContext, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Control } from '../../model/call/controls.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { isOn } from '../../model/tiles.ts';
import { Popover } from '../ui/Popover.tsx';
import styles from './ControlBar.module.css';
import { MenuItem } from './MoreMenuItem.tsx';
import { PictureInPictureContext } from './pictureInPicture.ts';
import { ReactionButtons } from './ReactionPicker.tsx';
import { SaveDataItem } from './SaveDataItem.tsx';
import { type Switchable, useSwitchable } from './useSwitchable.tsx';

/** What is wanted seldom, and what found no room in the bar. */
export function MoreMenu({ controls }: { controls: readonly Control[] }) {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={texts.call.more}
      side="top"
      align="end"
      bare
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={styles.control}
          aria-label={texts.call.more}
          title={texts.call.more}
          data-control="more"
        >
          <EllipsisVertical aria-hidden="true" />
        </button>
      }
    >
      <div className={styles.more}>
        {controls.includes('reactions') && <ReactionButtons onDone={() => setOpen(false)} />}
        {controls.map((control) => (
          <ControlItem key={control} control={control} onDone={() => setOpen(false)} />
        ))}
        <SaveDataItem />
        <ViewItems onDone={() => setOpen(false)} />
      </div>
    </Popover>
  );
}

function ControlItem({ control, onDone }: { control: Control; onDone: () => void }) {
  switch (control) {
    case 'microphone':
    case 'camera':
    case 'reactions':
      // The first two never leave the bar; the third has its own row.
      return null;
    case 'screen':
      return <ScreenItem onDone={onDone} />;
    case 'deafen':
    case 'hand':
    case 'chat':
    case 'layout':
    case 'people':
      return <SwitchItem control={control} onDone={onDone} />;
  }
}

function SwitchItem({ control, onDone }: { control: Switchable; onDone: () => void }) {
  const texts = useTexts();
  const { icon, on, command, act } = useSwitchable(control);
  const label = texts.call.switches[control];
  return (
    <MenuItem
      icon={icon}
      on={on}
      shortcut={shortcutOf(command)}
      onClick={() => {
        act();
        onDone();
      }}
    >
      {label.name}
    </MenuItem>
  );
}

function ScreenItem({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const { visit } = useApp();
  const on = useRoomState((state) => isOn(state.local.screen));
  return (
    <MenuItem
      icon={<MonitorUp />}
      shortcut={shortcutOf('toggleScreen')}
      onClick={() => {
        void visit.toggle('screen');
        onDone();
      }}
    >
      {on ? texts.call.turnOff.screen : texts.call.turnOn.screen}
    </MenuItem>
  );
}

function ViewItems({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const { callView, shell } = useApp();
  const statistics = useCallView((state) => state.statistics);
  const full = useCallView((state) => state.fullScreen !== 'off');
  const floating = useContext(PictureInPictureContext);
  const done = (act: () => void) => () => {
    act();
    onDone();
  };
  return (
    <>
      <MenuItem
        icon={full ? <Minimize /> : <Maximize />}
        shortcut={shortcutOf('toggleFullScreen')}
        onClick={done(() => callView.toggleFullScreen())}
      >
        {full ? texts.call.leaveFullScreen : texts.call.fullScreen}
      </MenuItem>
      {floating?.supported && (
        <MenuItem
          icon={<PictureInPicture2 />}
          onClick={done(() => (floating.floating ? floating.close() : floating.open('speaker')))}
        >
          {floating.floating ? texts.call.closePictureInPicture : texts.call.pictureInPicture}
        </MenuItem>
      )}
      <MenuItem
        icon={<ChartNoAxesColumn />}
        on={statistics}
        shortcut={shortcutOf('toggleStatistics')}
        onClick={done(() => callView.toggleStatistics())}
      >
        {texts.call.statistics}
      </MenuItem>
      <MenuItem
        icon={<Settings />}
        shortcut={shortcutOf('openSettings')}
        onClick={done(() => shell.openSettings())}
      >
        {texts.settings.title}
      </MenuItem>
    </>
  );
}
