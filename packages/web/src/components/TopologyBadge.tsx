import { mayModerate, ownRoom, type TopologyName } from '@ottogi/client';
import { type LucideIcon, Server, Share2, SquareStack } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../hooks/app.ts';
import { useAct } from '../hooks/useAct.tsx';
import { RuleChoice } from './RuleChoice.tsx';
import styles from './TopologyBadge.module.css';
import { IconButton } from './ui/IconButton.tsx';
import { Popover } from './ui/Popover.tsx';

const ICONS: Record<TopologyName, LucideIcon> = { mesh: Share2, sfu: Server, mcu: SquareStack };

/** How people are connected with each other now; for who moderates, how they are to be. */
export function TopologyBadge() {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const room = useRoomState(ownRoom);
  const moderates = useRoomState((state) => room !== undefined && mayModerate(state, room));
  const { mix } = useRoomState((state) => state.downlink);
  if (!room) return null;
  const { roomId, topology, topologyRule } = room;
  const Icon = ICONS[topology];
  return (
    <Popover
      title={texts.topology.title}
      titled
      align="end"
      trigger={
        <IconButton label={texts.topology.now[topology]} side="bottom" data-topology={topology}>
          <Icon aria-hidden="true" />
        </IconButton>
      }
    >
      <div className={styles.body}>
        <p>
          <b>{texts.topology.now[topology]}.</b> {texts.topology.about[topology]}
        </p>
        <p className={styles.quiet}>{texts.topology.encryption[topology]}</p>
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
      </div>
    </Popover>
  );
}
