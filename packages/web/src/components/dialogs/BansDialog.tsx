import { type BanDocument, ClientError, type RoomDocument } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { errorText } from '../../i18n/index.ts';
import { formatTime } from '../../model/time.ts';
import { Avatar } from '../Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './BansDialog.module.css';

type Loaded = { bans: readonly BanDocument[] } | { error: ClientError } | null;

/** Who may not enter a room, for its owner. */
export function BansDialog({ room, onClose }: { room: RoomDocument; onClose: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const [loaded, setLoaded] = useState<Loaded>(null);

  useEffect(() => {
    let wanted = true;
    const show = (next: Loaded) => {
      if (wanted) setLoaded(next);
    };
    client.moderation.bans(room.roomId).then(
      (bans) => show({ bans }),
      (cause: unknown) => {
        if (cause instanceof ClientError) show({ error: cause });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, room.roomId]);

  async function unban({ personId }: BanDocument): Promise<void> {
    await client.moderation.unban(room.roomId, personId);
    setLoaded({ bans: await client.moderation.bans(room.roomId) });
  }

  return (
    <Dialog open onClose={onClose} title={texts.rooms.bansTitle(room.name)} size="medium">
      {loaded === null && <p className={styles.note}>{texts.loading}</p>}
      {loaded && 'error' in loaded && (
        <p className={styles.note} role="alert">
          {errorText(texts, loaded.error.code, 'call').title}
        </p>
      )}
      {loaded && 'bans' in loaded && loaded.bans.length === 0 && (
        <p className={styles.note}>{texts.rooms.bansNone}</p>
      )}
      {loaded && 'bans' in loaded && (
        <ul className={styles.list}>
          {loaded.bans.map((ban) => (
            <Row key={ban.personId} ban={ban} onUnban={() => act(unban(ban))} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Row({ ban, onUnban }: { ban: BanDocument; onUnban: () => void }) {
  const texts = useTexts();
  const { language } = useApp();
  const until =
    ban.until === null
      ? texts.rooms.bannedForGood
      : texts.rooms.bannedUntil(
          formatTime(ban.until, language, { dateStyle: 'medium', timeStyle: 'short' }),
        );
  return (
    <li className={styles.row}>
      <Avatar name={ban.name} />
      <span className={styles.who}>
        <bdi>{ban.name}</bdi>
        <span className={styles.until}>{until}</span>
      </span>
      <Button size="small" aria-label={texts.rooms.unban(ban.name)} onClick={onUnban}>
        {texts.rooms.unbanShort}
      </Button>
    </li>
  );
}
