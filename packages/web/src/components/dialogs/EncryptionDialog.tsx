import { ownRoom, type PeerTrust } from '@ottogi/client';
import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './EncryptionDialog.module.css';
import { KeyForm } from './KeyForm.tsx';

const ICONS = { shared: Check, waiting: LoaderCircle, otherKey: CircleAlert };

/** The code that people compare, with whom the keys are shared, and what all of it is good for. */
export function EncryptionDialog({ onClose }: { onClose: () => void }) {
  const { encryption: texts } = useTexts();
  const trust = useRoomState((state) => state.encryption);
  const room = useRoomState((state) => ownRoom(state)?.name ?? '');
  if (!trust) return null;
  return (
    <Dialog open onClose={onClose} title={texts.title} lead={texts.lead} size="medium">
      <div className={styles.parts}>
        <Code trust={trust} />
        <People trust={trust} />
        {[...trust.values()].includes('otherKey') && (
          <section className={styles.part} aria-label={texts.otherKeyTitle}>
            <h3>{texts.otherKeyTitle}</h3>
            <p className={styles.text}>{texts.otherKeyHelp}</p>
            <KeyForm room={room} onDone={onClose} />
          </section>
        )}
        <Limits title={texts.hiddenTitle} items={texts.hidden} />
        <Limits title={texts.seenTitle} items={texts.seen} />
      </div>
    </Dialog>
  );
}

type Trust = ReadonlyMap<string, PeerTrust>;

function Code({ trust }: { trust: Trust }) {
  const { encryption: texts, loading } = useTexts();
  const { client } = useApp();
  const [shown, setShown] = useState<{ trust: Trust; code: string | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    void client.encryptionCode().then((code) => {
      if (wanted) setShown({ trust, code });
    });
    return () => {
      wanted = false;
    };
  }, [client, trust]);
  const code = shown?.trust === trust ? shown.code : null;
  return (
    <section className={styles.part}>
      <h3 id="code">{texts.codeTitle}</h3>
      <output className={styles.code} aria-labelledby="code">
        {code ?? loading}
      </output>
      <p className={styles.text}>{texts.codeHelp}</p>
    </section>
  );
}

function People({ trust }: { trust: Trust }) {
  const { encryption: texts } = useTexts();
  const peers = useRoomState((state) => ownRoom(state)?.peers);
  const others = peers?.filter(({ peerId }) => trust.has(peerId)) ?? [];
  if (others.length === 0) return <p className={styles.text}>{texts.alone}</p>;
  return (
    <ul className={styles.people} aria-label={texts.people}>
      {others.map(({ peerId, name }) => {
        const known = trust.get(peerId)!;
        const Icon = ICONS[known];
        return (
          <li key={peerId} data-trust={known}>
            <Icon aria-hidden="true" />
            <span>
              <bdi>{name}</bdi> · {texts.trust[known]}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Limits({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
