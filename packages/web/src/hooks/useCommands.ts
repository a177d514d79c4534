import { useMemo } from 'react';

import { destination, neighbour } from '../model/rooms.ts';
import type { Command } from '../model/shortcuts.ts';
import { type AppParts, useApp } from './app.ts';
import { useRoomList } from './useRoomList.ts';

/** What each command does. `pressed` is false when the key of a held one is let go. */
export type Commands = Record<Command, (pressed: boolean) => void>;

export function useCommands(): Commands {
  const app = useApp();
  const list = useRoomList();
  return useMemo(() => {
    const go = (step: 1 | -1) => goTo(app, list, step);
    return {
      ...callCommands(app),
      ...pageCommands(app),
      previousRoom: () => go(-1),
      nextRoom: () => go(1),
    };
  }, [app, list]);
}

function callCommands({ client, visit, callView }: AppParts) {
  const inCall = () => client.getSnapshot().call.status === 'joined';
  const during = (action: () => void) => () => {
    if (inCall()) action();
  };
  return {
    toggleMicrophone: during(() => void visit.toggle('microphone')),
    toggleCamera: during(() => void visit.toggle('camera')),
    toggleScreen: during(() => void visit.toggle('screen')),
    toggleHand: during(() => void visit.toggleHand()),
    toggleDeafened: () => void visit.toggleDeafened(),
    pushToTalk: (pressed: boolean) => client.microphone.setTalking(pressed && inCall()),
    leave: during(() => void visit.leave()),
    toggleLayout: during(() => callView.toggleLayout()),
    toggleFullScreen: during(() => callView.toggleFullScreen()),
    toggleStatistics: during(() => callView.toggleStatistics()),
  };
}

function pageCommands({ shell }: AppParts) {
  return {
    toggleChat: () => shell.toggleChat(),
    toggleSidebar: () => shell.toggleSidebar(),
    openSwitcher: () => shell.toggle('switcher'),
    openSettings: () => shell.openSettings(),
    openHelp: () => shell.toggle('help'),
  };
}

/** To the next room: of the one whose chat one reads, else of the call. */
function goTo(
  { client, visit, shell }: AppParts,
  list: ReturnType<typeof useRoomList>,
  step: 1 | -1,
) {
  const { rooms, call } = client.getSnapshot();
  const { looking } = shell.getSnapshot();
  const from =
    rooms.find(({ roomId }) => roomId === looking)?.name ??
    destination(call) ??
    visit.getSnapshot().route.room;
  const next = neighbour(list, from, step);
  if (!next) return;
  if (looking !== null && next.room) shell.look(next.room.roomId);
  else void visit.enter(next.name);
}
