import { usePreferences, useTexts } from '../../hooks/app.ts';
import { SHORTCUTS } from '../../model/shortcuts.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Section } from './Section.tsx';
import styles from './ShortcutsTab.module.css';

/** Every key, from the table that makes them work. */
export function ShortcutsTab() {
  const texts = useTexts();
  const [{ singleKeys }, change] = usePreferences();
  return (
    <>
      <Section title={texts.settings.tabs.shortcuts}>
        <Switch
          label={texts.shortcuts.singleKeys}
          hint={texts.shortcuts.lead}
          checked={singleKeys}
          onChange={(on) => change({ singleKeys: on })}
        />
      </Section>
      {SHORTCUTS.map(({ group, shortcuts }) => (
        <Section key={group} title={texts.shortcuts.groups[group]}>
          <dl className={styles.list}>
            {shortcuts.map(({ command, keys }) => (
              <div key={command} className={styles.row}>
                <dt>{texts.shortcuts.commands[command]}</dt>
                <dd className={styles.keys}>
                  {keys.map((each) => (
                    <Kbd key={each} keys={each === 'Space' ? texts.shortcuts.space : each} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
    </>
  );
}
