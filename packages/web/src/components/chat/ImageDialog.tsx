import type { FileDocument } from '@ottogi/client';
import { Download } from 'lucide-react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './ImageDialog.module.css';

/** A picture as large as the window takes it. */
export function ImageDialog({ file, onClose }: { file: FileDocument; onClose: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const url = client.chat.fileUrl(file);
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={<bdi>{file.name}</bdi>}
      footer={
        <a className={styles.download} href={url} download={file.name}>
          <Download aria-hidden="true" />
          {texts.chat.download(file.name)}
        </a>
      }
    >
      <img
        className={styles.image}
        src={url}
        alt={file.name}
        width={file.width}
        height={file.height}
      />
    </Dialog>
  );
}
