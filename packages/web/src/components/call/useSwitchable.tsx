import { Hand, Ear, EarOff, LayoutGrid, MessageSquare, Users, UserRoundSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp, useRoomState, useShellState } from '../../hooks/app.ts';
import { useCallView } from '../../hooks/useCallView.ts';
import type { Command } from '../../model/shortcuts.ts';

export type Switchable = 'deafen' | 'hand' | 'chat' | 'layout' | 'people';

export interface SwitchState {
  icon: ReactNode;
  on: boolean;
  command: Command;
  act: () => void;
}

/** What the bar and the menu both show of one switch. */
export function useSwitchable(control: Switchable): SwitchState {
  const { visit, shell, callView } = useApp();
  const deafened = useRoomState((state) => state.self.deafened);
  const handRaised = useRoomState((state) => state.self.handRaised);
  const chatOpen = useShellState((state) => state.chatOpen);
  const sidebarOpen = useShellState((state) => state.sidebarOpen);
  const spotlight = useCallView((state) => state.layout === 'spotlight');
  switch (control) {
    case 'deafen':
      return {
        icon: deafened ? <EarOff aria-hidden="true" /> : <Ear aria-hidden="true" />,
        on: deafened,
        command: 'toggleDeafened',
        act: () => void visit.toggleDeafened(),
      };
    case 'hand':
      return {
        icon: <Hand aria-hidden="true" />,
        on: handRaised,
        command: 'toggleHand',
        act: () => void visit.toggleHand(),
      };
    case 'chat':
      return {
        icon: <MessageSquare aria-hidden="true" />,
        on: chatOpen,
        command: 'toggleChat',
        act: () => shell.toggleChat(),
      };
    case 'layout':
      return {
        icon: spotlight ? (
          <UserRoundSearch aria-hidden="true" />
        ) : (
          <LayoutGrid aria-hidden="true" />
        ),
        on: spotlight,
        command: 'toggleLayout',
        act: () => callView.toggleLayout(),
      };
    case 'people':
      return {
        icon: <Users aria-hidden="true" />,
        on: sidebarOpen,
        command: 'toggleSidebar',
        act: () => shell.toggleSidebar(),
      };
  }
}
