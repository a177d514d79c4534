import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useAttach } from '../../hooks/useAttach.tsx';
import styles from './DropZone.module.css';

/** Takes files that are dragged anywhere onto the chat. */
export function DropZone({ roomId, children }: { roomId: string; children: ReactNode }) {
  const texts = useTexts();
  const attach = useAttach(roomId);
  const writes = useRoomState(({ grants }) => grants.chat);
  const [over, setOver] = useState(false);

  function onDragOver(event: DragEvent) {
    if (!writes || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  }

  function onDragLeave(event: DragEvent<HTMLElement>) {
    const into = event.relatedTarget;
    if (!(into instanceof Node) || !event.currentTarget.contains(into)) setOver(false);
  }

  function onDrop(event: DragEvent) {
    setOver(false);
    if (!writes || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    attach([...event.dataTransfer.files]);
  }

  return (
    // A mouse's way; the button in the composer is everybody's.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.zone} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {over && (
        <div className={styles.over} aria-hidden="true">
          <Upload />
          {texts.chat.dropFiles}
        </div>
      )}
    </div>
  );
}
