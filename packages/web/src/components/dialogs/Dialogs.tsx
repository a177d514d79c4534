import { lazy, Suspense } from 'react';
import { useApp, useRoomState, useShellState, useVisitState } from '../../hooks/app.ts';
import type { ShellDialog } from '../../model/ShellView.ts';

/** None of them belongs to the first view, so none is loaded with it. */
const SettingsDialog = lazy(() =>
  import('../settings/SettingsDialog.tsx').then((of) => ({ default: of.SettingsDialog })),
);
const HelpDialog = lazy(() =>
  import('./HelpDialog.tsx').then((of) => ({ default: of.HelpDialog })),
);
const SwitcherDialog = lazy(() =>
  import('./SwitcherDialog.tsx').then((of) => ({ default: of.SwitcherDialog })),
);
const RoomDialog = lazy(() =>
  import('./RoomDialog.tsx').then((of) => ({ default: of.RoomDialog })),
);
const BansDialog = lazy(() =>
  import('./BansDialog.tsx').then((of) => ({ default: of.BansDialog })),
);
const DeleteRoomDialog = lazy(() =>
  import('./DeleteRoomDialog.tsx').then((of) => ({ default: of.DeleteRoomDialog })),
);
const PasswordDialog = lazy(() =>
  import('./PasswordDialog.tsx').then((of) => ({ default: of.PasswordDialog })),
);

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useShellState((state) => state.dialog);
  const asked = useVisitState((state) => state.passwordAsked);
  // Where no call stands, the middle of the page asks.
  const elsewhere = useRoomState(({ call }) => call.status === 'joined');
  return (
    <Suspense>
      {dialog && <Open dialog={dialog} />}
      {asked && elsewhere && <PasswordDialog asked={asked} />}
    </Suspense>
  );
}

function Open({ dialog }: { dialog: ShellDialog }) {
  const { shell } = useApp();
  const onClose = () => shell.closeDialog();
  switch (dialog.kind) {
    case 'settings':
      return <SettingsDialog tab={dialog.tab} onClose={onClose} />;
    case 'help':
      return <HelpDialog onClose={onClose} />;
    case 'switcher':
      return <SwitcherDialog onClose={onClose} />;
    case 'createRoom':
      return <RoomDialog room={null} name={dialog.name} onClose={onClose} />;
    case 'editRoom':
    case 'bans':
    case 'deleteRoom':
      return <OfRoom kind={dialog.kind} roomId={dialog.roomId} onClose={onClose} />;
  }
}

interface OfRoomProps {
  kind: 'editRoom' | 'bans' | 'deleteRoom';
  roomId: string;
  onClose: () => void;
}

function OfRoom({ kind, roomId, onClose }: OfRoomProps) {
  const room = useRoomState(({ rooms }) => rooms.find((each) => each.roomId === roomId));
  // Somebody else may have deleted it meanwhile.
  if (!room) return null;
  switch (kind) {
    case 'editRoom':
      return <RoomDialog room={room} name={room.name} onClose={onClose} />;
    case 'bans':
      return <BansDialog room={room} onClose={onClose} />;
    case 'deleteRoom':
      return <DeleteRoomDialog room={room} onClose={onClose} />;
  }
}
