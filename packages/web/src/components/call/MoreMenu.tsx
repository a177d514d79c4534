import {
  ChartNoAxesColumn,
  EllipsisVertical,
  Maximize,
  Minimize,
  MonitorUp,
  PictureInPicture2,
  Settings,
} from 'lucide-react';
import { type ReactNode, useContext, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Control } from '../../model/call/controls.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { isOn } from '../../model/tiles.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './ControlBar.module.css';
import { PictureInPictureContext } from './pictureInPicture.ts';
import { ReactionButtons } from './ReactionPicker.tsx';
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

interface ItemProps {
  icon: ReactNode;
  shortcut?: string | undefined;
  on?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Item({ icon, shortcut, on, onClick, children }: ItemProps) {
  return (
    <button type="button" className={styles.item} aria-pressed={on} onClick={onClick}>
      <span className={styles.itemIcon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.itemText}>{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </button>
  );
}

function SwitchItem({ control, onDone }: { control: Switchable; onDone: () => void }) {
  const texts = useTexts();
  const { icon, on, command, act } = useSwitchable(control);
  const label = texts.call.switches[control];
  return (
    <Item
      icon={icon}
      on={on}
      shortcut={shortcutOf(command)}
      onClick={() => {
        act();
        onDone();
      }}
    >
      {label.name}
    </Item>
  );
}

function ScreenItem({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const { visit } = useApp();
  const on = useRoomState((state) => isOn(state.local.screen));
  return (
    <Item
      icon={<MonitorUp />}
      shortcut={shortcutOf('toggleScreen')}
      onClick={() => {
        void visit.toggle('screen');
        onDone();
      }}
    >
      {on ? texts.call.turnOff.screen : texts.call.turnOn.screen}
    </Item>
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
      <Item
        icon={full ? <Minimize /> : <Maximize />}
        shortcut={shortcutOf('toggleFullScreen')}
        onClick={done(() => callView.toggleFullScreen())}
      >
        {full ? texts.call.leaveFullScreen : texts.call.fullScreen}
      </Item>
      {floating?.supported && (
        <Item
          icon={<PictureInPicture2 />}
          onClick={done(() => (floating.floating ? floating.close() : floating.open('speaker')))}
        >
          {floating.floating ? texts.call.closePictureInPicture : texts.call.pictureInPicture}
        </Item>
      )}
      <Item
        icon={<ChartNoAxesColumn />}
        on={statistics}
        shortcut={shortcutOf('toggleStatistics')}
        onClick={done(() => callView.toggleStatistics())}
      >
        {texts.call.statistics}
      </Item>
      <Item
        icon={<Settings />}
        shortcut={shortcutOf('openSettings')}
        onClick={done(() => shell.openSettings())}
      >
        {texts.settings.title}
      </Item>
    </>
  );
}
