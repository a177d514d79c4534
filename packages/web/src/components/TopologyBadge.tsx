import {
  isComparedWithAll,
  mayModerate,
  ownRoom,
  type RoomProfile,
  type TopologyName,
} from '@ottogi/client';
import { LockKeyhole, type LucideIcon, Server, Share2, SquareStack } from 'lucide-react';
import { useState } from 'react';
import { useApp, useRoomState, useTexts } from '../hooks/app.ts';
import { useAct } from '../hooks/useAct.tsx';
import { RuleChoice } from './RuleChoice.tsx';
import styles from './TopologyBadge.module.css';
import { Button } from './ui/Button.tsx';
import { IconButton } from './ui/IconButton.tsx';
import { Popover } from './ui/Popover.tsx';

const ICONS: Record<TopologyName, LucideIcon> = { mesh: Share2, sfu: Server, mcu: SquareStack };

/**
 * How people are connected with each other now, and who could listen in between; for who moderates,
 * how they are to be.
 */
export function TopologyBadge() {
  const texts = useTexts();
  const room = useRoomState(ownRoom);
  const encryption = useEncryption();
  const [open, setOpen] = useState(false);
  if (!room) return null;
  const { topology } = room;
  const Icon = encryption ? LockKeyhole : ICONS[topology];
  return (
    <Popover
      title={texts.topology.title}
      titled
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton
          label={encryption?.label ?? texts.topology.now[topology]}
          look={encryption?.look ?? 'quiet'}
          side="bottom"
          data-topology={topology}
        >
          <Icon aria-hidden="true" />
        </IconButton>
      }
    >
      <div className={styles.body}>
        <p>
          <b>{texts.topology.now[topology]}.</b> {texts.topology.about[topology]}
        </p>
        {topology === 'mesh' ? (
          <Direct compared={encryption !== null} onLeave={() => setOpen(false)} />
        ) : encryption ? (
          <EndToEnd onLeave={() => setOpen(false)} />
        ) : (
          <p className={styles.quiet}>{texts.topology.encryption[topology]}</p>
        )}
        <Rule room={room} />
      </div>
    </Popover>
  );
}

/** That nobody in between sees or hears anything, as far as the keys say. */
function useEncryption() {
  const { encryption: texts } = useTexts();
  const trust = useRoomState((state) => state.encryption);
  const compared = useRoomState(isComparedWithAll);
  if (compared) return { label: texts.title, look: 'accent' as const };
  if (!trust) return null;
  const parted = [...trust.values()].includes('otherKey');
  return parted
    ? { label: `${texts.title}, ${texts.parted}`, look: 'danger' as const }
    : { label: texts.title, look: 'accent' as const };
}

function EndToEnd({ onLeave }: { onLeave: () => void }) {
  const { encryption: texts } = useTexts();
  const { shell } = useApp();
  return (
    <>
      <p className={styles.quiet}>
        <b>{texts.title}.</b> {texts.lead}
      </p>
      <Button
        onClick={() => {
          onLeave();
          shell.open({ kind: 'encryption' });
        }}
      >
        {texts.compare}
      </Button>
    </>
  );
}

/** Who could stand in between is for people to find out: the server would be the one. */
function Direct({ compared, onLeave }: { compared: boolean; onLeave: () => void }) {
  const { codes, encryption, topology } = useTexts();
  const { shell } = useApp();
  const linked = useRoomState(({ links }) => links.size > 0);
  return (
    <>
      <p className={styles.quiet}>
        {compared ? (
          <>
            <b>{encryption.title}.</b> {codes.compared}
          </>
        ) : (
          topology.encryption.mesh
        )}
      </p>
      {linked && window.isSecureContext && (
        <Button
          onClick={() => {
            onLeave();
            shell.open({ kind: 'codes' });
          }}
        >
          {codes.show}
        </Button>
      )}
    </>
  );
}

/** Of an encrypted room there is nothing to choose. */
function Rule({ room }: { room: RoomProfile }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const moderates = useRoomState((state) => mayModerate(state, room));
  const { mix } = useRoomState((state) => state.downlink);
  const { roomId, topology, topologyRule, encrypted } = room;
  if (encrypted) return null;
  return (
    <>
      {topologyRule === 'mesh' && topology !== 'mesh' && (
        <p className={styles.quiet}>{texts.topology.noDirectWay}</p>
      )}
      {topology === 'mcu' && mix === 'unavailable' && (
        <p className={styles.quiet}>{texts.topology.noMix}</p>
      )}
      {moderates && (
        <RuleChoice
          rule={topologyRule}
          onChange={(rule) => act(client.rooms.update(roomId, { topologyRule: rule }))}
        />
      )}
    </>
  );
}
