import { useTexts } from '../../hooks/app.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { tooltip } from '../ui/tooltip.ts';
import styles from './ControlBar.module.css';
import { type Switchable, useSwitchable } from './useSwitchable.tsx';

/** A button of the bar that stays down while something is on. */
export function SwitchControl({ control }: { control: Switchable }) {
  const texts = useTexts();
  const { icon, on, command, act } = useSwitchable(control);
  const label = texts.call.switches[control];
  return (
    <button
      type="button"
      className={styles.control}
      aria-pressed={on}
      aria-label={label.name}
      data-control={control}
      data-look={control === 'deafen' && on ? 'off' : undefined}
      onClick={act}
      {...tooltip(on ? label.off : label.on, { shortcut: shortcutOf(command) })}
    >
      {icon}
    </button>
  );
}
