import { isOwner, mayModerate, mayRemove, ownRoom, roleOf } from '@ottogi/client';
import {
  Ban,
  Crown,
  MicOff,
  MonitorOff,
  ShieldCheck,
  ShieldOff,
  UserX,
  VideoOff,
} from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { isSending, type Tile } from '../../model/tiles.ts';
import type { Asked } from './PersonDialog.tsx';
import { TileMenuItem } from './TileMenuItem.tsx';

interface ModerationItemsProps {
  tile: Tile;
  /** What is asked again before it is done. */
  onAsk: (asked: Asked) => void;
  /** The menu did what it is for. */
  onDone: () => void;
}

/** What whoever moderates the room can do about somebody else in it, and nothing more. */
export function ModerationItems(props: ModerationItemsProps) {
  const { tile, onAsk, onDone } = props;
  const texts = useTexts();
  const room = useRoomState(ownRoom);
  const removable = useRoomState((state) => room && mayRemove(state, room, tile.personId));
  const owner = useRoomState((state) => room && isOwner(state, room));
  const ask = (asked: Asked) => () => {
    onAsk(asked);
    onDone();
  };
  const isScreen = tile.source === 'screen';
  return (
    <>
      <MuteItems tile={tile} onDone={onDone} />
      {owner && !isScreen && <RoleItem tile={tile} onDone={onDone} />}
      {owner && !isScreen && (
        <TileMenuItem icon={<Crown />} onClick={ask('handOn')}>
          {texts.call.handOn}
        </TileMenuItem>
      )}
      {removable && !isScreen && (
        <>
          <TileMenuItem icon={<UserX />} look="danger" onClick={ask('remove')}>
            {texts.call.remove}
          </TileMenuItem>
          <TileMenuItem icon={<Ban />} look="danger" onClick={ask('ban')}>
            {texts.call.ban}
          </TileMenuItem>
        </>
      )}
    </>
  );
}

const ICONS = { microphone: <MicOff />, camera: <VideoOff />, screen: <MonitorOff /> };

/** To stop what they send; to start it is up to them. */
function MuteItems({ tile, onDone }: Omit<ModerationItemsProps, 'onAsk'>) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const room = useRoomState(ownRoom);
  const moderates = useRoomState((state) => room !== undefined && mayModerate(state, room));
  const peer = room?.peers.find(({ peerId }) => peerId === tile.peerId);
  if (!room || !peer || !moderates) return null;
  const sources =
    tile.source === 'screen' ? (['screen'] as const) : (['microphone', 'camera'] as const);
  return sources
    .filter((source) => isSending(peer, source))
    .map((source) => (
      <TileMenuItem
        key={source}
        icon={ICONS[source]}
        onClick={() => {
          act(client.moderation.mute(room.roomId, tile.peerId, source));
          onDone();
        }}
      >
        {texts.call.muteOther[source]}
      </TileMenuItem>
    ));
}

function RoleItem({ tile, onDone }: Omit<ModerationItemsProps, 'onAsk'>) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const room = useRoomState(ownRoom);
  if (!room) return null;
  const moderates = roleOf(room, tile.personId) === 'moderator';
  return (
    <TileMenuItem
      icon={moderates ? <ShieldOff /> : <ShieldCheck />}
      onClick={() => {
        act(client.moderation.setModerator(room.roomId, tile.personId, !moderates));
        onDone();
      }}
    >
      {moderates ? texts.call.unnameModerator : texts.call.nameModerator}
    </TileMenuItem>
  );
}
