import { useMemo } from 'react';
import { listRooms, type RoomList } from '../model/rooms.ts';
import { useRoomState, useVisitState } from './app.ts';

const NONE: readonly string[] = [];

/** The rooms as the sidebar lists them. */
export function useRoomList(): RoomList {
  const rooms = useRoomState((state) => state.rooms);
  const favourites = useRoomState((state) => state.person?.favourites ?? NONE);
  const recent = useVisitState((state) => state.recent);
  return useMemo(() => listRooms(rooms, recent, favourites), [rooms, recent, favourites]);
}
