import { ownRoom, type PeerDocument } from '@ottogi/client';
import { useEffect, useId, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Switch } from '../ui/Switch.tsx';
import styles from './EncryptionDialog.module.css';

/** The code of each direct connection, and what one has found out by it. */
export function CodesDialog({ onClose }: { onClose: () => void }) {
  const { codes: texts } = useTexts();
  const room = useRoomState(ownRoom);
  const ownPeerId = useRoomState(({ call }) => (call.status === 'joined' ? call.peerId : null));
  const direct = room?.topology === 'mesh' ? room.peers : [];
  const others = direct.filter(({ peerId }) => peerId !== ownPeerId);
  return (
    <Dialog open onClose={onClose} title={texts.title} lead={texts.lead} size="medium">
      <div className={styles.parts}>
        {others.length === 0 && <p className={styles.text}>{texts.none}</p>}
        {others.map((peer) => (
          <Code key={peer.peerId} peer={peer} />
        ))}
      </div>
    </Dialog>
  );
}

function Code({ peer: { peerId, name } }: { peer: PeerDocument }) {
  const { codes: texts } = useTexts();
  const { client } = useApp();
  const act = useAct();
  const compared = useRoomState((state) => state.links.get(peerId)?.compared ?? false);
  const code = useCode(peerId);
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <bdi>{name}</bdi>
      </h3>
      <output className={styles.code} aria-labelledby={id}>
        {code ?? texts.coming}
      </output>
      <p className={styles.text}>{texts.help}</p>
      <Switch
        label={texts.same}
        hint={texts.sameHint}
        checked={compared}
        disabled={code === null}
        onChange={(same) => {
          if (!same) client.comparison.revoke(peerId);
          else if (code !== null) act(client.comparison.confirm(peerId, code));
        }}
      />
    </section>
  );
}

/** Null while nobody knows it. */
function useCode(peerId: string): string | null {
  const { client } = useApp();
  const ends = useRoomState(({ links }) => links.get(peerId)?.ends);
  const [shown, setShown] = useState<{ ends: unknown; code: string | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    void client.comparison.code(peerId).then((code) => {
      if (wanted) setShown({ ends, code });
    });
    return () => {
      wanted = false;
    };
  }, [client, peerId, ends]);
  return ends && shown?.ends === ends ? shown.code : null;
}
