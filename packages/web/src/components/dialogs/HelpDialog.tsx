import { useTexts, usePreferences } from '../../hooks/app.ts';
import { isSingle, type Shortcut, SHORTCUTS } from '../../model/shortcuts.ts';
import { CheckButton } from '../check/CheckButton.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Switch } from '../ui/Switch.tsx';
import styles from './HelpDialog.module.css';

/** Every key, from the table that makes them work. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { shortcuts: texts } = useTexts();
  const [{ singleKeys }, change] = usePreferences();
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.title}
      lead={texts.lead}
      size="large"
      footer={<CheckButton look="quiet" />}
    >
      <div className={styles.groups}>
        {SHORTCUTS.map(({ group, shortcuts }) => (
          <section key={group}>
            <h3 className={styles.heading}>{texts.groups[group]}</h3>
            <dl className={styles.list}>
              {shortcuts.map((shortcut) => (
                <Row key={shortcut.command} shortcut={shortcut} singleKeys={singleKeys} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className={styles.switch}>
        <Switch
          label={texts.singleKeys}
          checked={singleKeys}
          onChange={(on) => change({ singleKeys: on })}
        />
      </div>
    </Dialog>
  );
}

function Row({ shortcut, singleKeys }: { shortcut: Shortcut; singleKeys: boolean }) {
  const { shortcuts: texts } = useTexts();
  return (
    <div className={styles.row}>
      <dt>{texts.commands[shortcut.command]}</dt>
      <dd className={styles.keys}>
        {shortcut.keys.map((keys) => (
          <span key={keys} data-off={isSingle(keys) && !singleKeys} className={styles.key}>
            <Kbd keys={keys === 'Space' ? texts.space : keys} />
          </span>
        ))}
      </dd>
    </div>
  );
}
