import { isOwner, mayModerate, type RoomDocument } from '@ottogi/client';
import {
  ArrowDown,
  ArrowUp,
  Ban,
  DoorClosed,
  DoorOpen,
  Link,
  Lock,
  LockOpen,
  LogIn,
  MessageSquareText,
  Pencil,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react';
import { useApp, useRoomState, useTexts, useVisit } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useCopy } from '../../hooks/useCopy.tsx';
import { useLook } from '../../hooks/useLook.ts';
import { useRoomLink } from '../../hooks/useRoomLink.ts';
import { isFavourite, positionBeyond } from '../../model/rooms.ts';
import { RecordingItems } from '../recording/RecordingItems.tsx';
import { MenuItem, MenuSeparator } from '../ui/Menu.tsx';

/** Everything that can be done with a room. */
export function RoomMenuItems({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const visit = useVisit();
  const { client, shell } = useApp();
  const look = useLook();
  const copy = useCopy();
  const linkTo = useRoomLink();
  const act = useAct();
  const owner = useRoomState((state) => isOwner(state, room));
  const moderates = useRoomState((state) => mayModerate(state, room));
  const favourite = useRoomState(({ person }) => isFavourite(person, room.roomId));
  const enter = () => {
    shell.lookAway();
    void visit.enter(room.name);
  };
  return (
    <>
      <MenuItem icon={<LogIn />} onClick={enter}>
        {texts.rooms.enter}
      </MenuItem>
      <MenuItem icon={<MessageSquareText />} onClick={() => look(room.roomId)}>
        {texts.rooms.openChat}
      </MenuItem>
      <MenuItem
        icon={favourite ? <StarOff /> : <Star />}
        onClick={() => act(client.rooms.setFavourite(room.roomId, !favourite))}
      >
        {favourite ? texts.rooms.unfavour : texts.rooms.favour}
      </MenuItem>
      <MenuItem icon={<Link />} onClick={() => copy(linkTo(room.name))}>
        {texts.copyLink}
      </MenuItem>
      {moderates && <ModeratorItems room={room} />}
      {owner && <OwnerItems room={room} />}
    </>
  );
}

/** Who comes in. */
function ModeratorItems({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const { client, shell } = useApp();
  const act = useAct();
  const { roomId, locked, lobby } = room;
  return (
    <>
      <MenuSeparator />
      <MenuItem
        icon={locked ? <LockOpen /> : <Lock />}
        onClick={() => act(client.rooms.update(roomId, { locked: !locked }))}
      >
        {locked ? texts.rooms.unlock : texts.rooms.lock}
      </MenuItem>
      <MenuItem
        icon={lobby ? <DoorOpen /> : <DoorClosed />}
        onClick={() => act(client.rooms.update(roomId, { lobby: !lobby }))}
      >
        {lobby ? texts.rooms.removeLobby : texts.rooms.addLobby}
      </MenuItem>
      <MenuItem icon={<Ban />} onClick={() => shell.open({ kind: 'bans', roomId })}>
        {texts.rooms.showBans}
      </MenuItem>
      <RecordingItems room={room} />
    </>
  );
}

function OwnerItems({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const { client, shell } = useApp();
  const act = useAct();
  const { roomId } = room;
  const rooms = useRoomState((state) => state.rooms);
  const moves = [
    { step: -1, Icon: ArrowUp, text: texts.rooms.moveUp },
    { step: 1, Icon: ArrowDown, text: texts.rooms.moveDown },
  ] as const;
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<Pencil />} onClick={() => shell.open({ kind: 'editRoom', roomId })}>
        {texts.rooms.edit}
      </MenuItem>
      {moves.map(({ step, Icon, text }) => {
        const position = positionBeyond(rooms, roomId, step);
        return (
          <MenuItem
            key={step}
            icon={<Icon />}
            disabled={position === undefined}
            onClick={() => {
              if (position !== undefined) act(client.rooms.update(roomId, { position }));
            }}
          >
            {text}
          </MenuItem>
        );
      })}
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 />}
        look="danger"
        onClick={() => shell.open({ kind: 'deleteRoom', roomId })}
      >
        {texts.rooms.delete}
      </MenuItem>
    </>
  );
}
