import type { Source } from '@ottogi/client';
import { LogOut } from 'lucide-react';
import { useMemo } from 'react';
import { canShareScreen } from '../../browser.ts';
import { useRoomState, useTexts, useVisit } from '../../hooks/app.ts';
import { useSize } from '../../hooks/useSize.ts';
import { type Control, CONTROLS, controlsFor } from '../../model/call/controls.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { tooltip } from '../ui/tooltip.ts';
import styles from './ControlBar.module.css';
import { DeviceControl } from './DeviceControl.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { ReactionPicker } from './ReactionPicker.tsx';
import { SwitchControl } from './SwitchControl.tsx';

const USUAL_FONT_PX = 16;

/** What one gives to the room, how one looks at it, and the way out. */
export function ControlBar() {
  const texts = useTexts();
  const [ref, size] = useSize();
  const publish = useRoomState(({ grants }) => grants.publish);
  const controls = useMemo(() => {
    const font = parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_FONT_PX;
    const available = new Set(CONTROLS.filter((control) => isOffered(control, publish)));
    return controlsFor(((size?.width ?? 0) * USUAL_FONT_PX) / font, available);
  }, [size, publish]);

  return (
    <div className={styles.place} ref={ref}>
      <fieldset className={styles.bar} aria-label={texts.call.controls}>
        {controls.bar.map((control) => (
          <ControlFor key={control} control={control} chooser={controls.choosers} />
        ))}
        <MoreMenu controls={controls.menu} />
        <LeaveButton />
      </fieldset>
    </div>
  );
}

/** What this browser can do, and what one may do here. */
function isOffered(control: Control, publish: readonly Source[]): boolean {
  switch (control) {
    case 'screen':
      return publish.includes(control) && canShareScreen();
    case 'microphone':
    case 'camera':
      return publish.includes(control);
    default:
      return true;
  }
}

function ControlFor({ control, chooser }: { control: Control; chooser: boolean }) {
  switch (control) {
    case 'microphone':
    case 'camera':
    case 'screen':
      return <DeviceControl source={control} chooser={chooser} />;
    case 'reactions':
      return <ReactionPicker />;
    case 'deafen':
    case 'hand':
    case 'chat':
    case 'layout':
    case 'people':
      return <SwitchControl control={control} />;
  }
}

function LeaveButton() {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <button
      type="button"
      className={styles.leave}
      aria-label={texts.call.leave}
      data-control="leave"
      onClick={() => void visit.leave()}
      {...tooltip(texts.call.leave, { shortcut: shortcutOf('leave') })}
    >
      <LogOut aria-hidden="true" />
    </button>
  );
}
