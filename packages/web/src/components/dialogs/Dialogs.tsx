import { useApp, useRoomState, useShellState, useVisitState } from '../../hooks/app.ts';
import type { ShellDialog } from '../../model/ShellView.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';

/** None of them belongs to the first view, so none is loaded with it. */
const SettingsDialog = later(() =>
  import('../settings/SettingsDialog.tsx').then((of) => of.SettingsDialog),
);
const HelpDialog = later(() => import('./HelpDialog.tsx').then((of) => of.HelpDialog));
const CheckDialog = later(() => import('../check/CheckDialog.tsx').then((of) => of.CheckDialog));
const SwitcherDialog = later(() => import('./SwitcherDialog.tsx').then((of) => of.SwitcherDialog));
const RoomDialog = later(() => import('./RoomDialog.tsx').then((of) => of.RoomDialog));
const BansDialog = later(() => import('./BansDialog.tsx').then((of) => of.BansDialog));
const DeleteRoomDialog = later(() =>
  import('./DeleteRoomDialog.tsx').then((of) => of.DeleteRoomDialog),
);
const RecordingsDialog = later(() =>
  import('../recording/RecordingsDialog.tsx').then((of) => of.RecordingsDialog),
);
const EncryptionDialog = later(() =>
  import('./EncryptionDialog.tsx').then((of) => of.EncryptionDialog),
);
const CodesDialog = later(() => import('./CodesDialog.tsx').then((of) => of.CodesDialog));
const KeyDialog = later(() => import('./KeyDialog.tsx').then((of) => of.KeyDialog));
const PasswordDialog = later(() => import('./PasswordDialog.tsx').then((of) => of.PasswordDialog));

/** The one dialog that is open, if any. */
export function Dialogs() {
  const { shell, visit } = useApp();
  const dialog = useShellState((state) => state.dialog);
  const asked = useVisitState((state) => state.passwordAsked);
  const keyAsked = useVisitState((state) => state.keyAsked);
  // Where no call stands, the middle of the page asks.
  const elsewhere = useRoomState(({ call }) => call.status === 'joined');
  return (
    <>
      {dialog && (
        <Part key={dialog.kind} says="notice" onDismiss={() => shell.closeDialog()}>
          <Open dialog={dialog} />
        </Part>
      )}
      {asked && elsewhere && (
        <Part says="notice" onDismiss={() => void visit.stopAsking()}>
          <PasswordDialog asked={asked} />
        </Part>
      )}
      {keyAsked !== null && elsewhere && (
        <Part says="notice" onDismiss={() => void visit.stopAsking()}>
          <KeyDialog room={keyAsked} />
        </Part>
      )}
    </>
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
    case 'check':
      return <CheckDialog onClose={onClose} />;
    case 'switcher':
      return <SwitcherDialog onClose={onClose} />;
    case 'encryption':
      return <EncryptionDialog onClose={onClose} />;
    case 'codes':
      return <CodesDialog onClose={onClose} />;
    case 'createRoom':
      return <RoomDialog room={null} name={dialog.name} onClose={onClose} />;
    case 'editRoom':
    case 'bans':
    case 'recordings':
    case 'deleteRoom':
      return <OfRoom kind={dialog.kind} roomId={dialog.roomId} onClose={onClose} />;
  }
}

interface OfRoomProps {
  kind: 'editRoom' | 'bans' | 'recordings' | 'deleteRoom';
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
    case 'recordings':
      return <RecordingsDialog room={room} onClose={onClose} />;
    case 'deleteRoom':
      return <DeleteRoomDialog room={room} onClose={onClose} />;
  }
}
