import { FileText, X } from 'lucide-react';
import { useCallback } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useDraft } from '../../hooks/useDraft.ts';
import { sizeText } from '../../model/chat/files.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './ComposerFiles.module.css';

/** The files that go with the next message. */
export function ComposerFiles({ roomId }: { roomId: string }) {
  const [draft, change] = useDraft(roomId);
  if (draft.files.length === 0) return null;
  return (
    <ul className={styles.files}>
      {draft.files.map((file, index) => (
        // The same file may be there twice.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${index} ${file.name}`} className={styles.file}>
          <Preview file={file} />
          <FileLabel file={file} />
          <Remove
            name={file.name}
            onClick={() => change({ files: draft.files.filter((other) => other !== file) })}
          />
        </li>
      ))}
    </ul>
  );
}

function FileLabel({ file }: { file: File }) {
  const { language } = useApp();
  return (
    <span className={styles.label}>
      <bdi className={styles.name}>{file.name}</bdi>
      <span className={styles.size}>{sizeText(file.size, language)}</span>
    </span>
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  const texts = useTexts();
  return (
    <IconButton label={texts.chat.removeFile(name)} size="small" onClick={onClick}>
      <X aria-hidden="true" />
    </IconButton>
  );
}

function Preview({ file }: { file: File }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  if (!file.type.startsWith('image/'))
    return <FileText className={styles.icon} aria-hidden="true" />;
  return <img ref={show} className={styles.preview} alt="" />;
}
