import type { ReactNode } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will be gone, in a sentence. */
  text: ReactNode;
  /** What the button says that does it. */
  action: string;
  busy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, text, action, busy = false, onConfirm } = props;
  const texts = useTexts();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      lead={text}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    />
  );
}
