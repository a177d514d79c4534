import { useMemo } from 'react';
import { destination, listRooms, neighbour } from '../model/rooms.ts';
import type { Command } from '../model/shortcuts.ts';
import { type AppParts, useApp } from './app.ts';

/** What each command does. `pressed` is false when the key of a held one is let go. */
export type Commands = Record<Command, (pressed: boolean) => void>;

/** The same as long as the page lives: a key that is held must not be let go by what happens in rooms. */
export function useCommands(): Commands {
  const app = useApp();
  return useMemo(
    () => ({
      ...callCommands(app),
      ...pageCommands(app),
      previousRoom: () => goTo(app, -1),
      nextRoom: () => goTo(app, 1),
    }),
    [app],
  );
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
function goTo({ client, visit, shell }: AppParts, step: 1 | -1) {
  const { rooms, call, person } = client.getSnapshot();
  const { looking } = shell.getSnapshot();
  const { recent, route } = visit.getSnapshot();
  const from =
    rooms.find(({ roomId }) => roomId === looking)?.name ?? destination(call) ?? route.room;
  const next = neighbour(listRooms(rooms, recent, person?.favourites ?? []), from, step);
  if (!next) return;
  if (looking !== null && next.room) shell.look(next.room.roomId);
  else void visit.enter(next.name);
}
