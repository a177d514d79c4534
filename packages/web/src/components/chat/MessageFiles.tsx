import type { FileDocument } from '@ottogi/client';
import { Download, FileText } from 'lucide-react';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { sizeText, thumbnailSize } from '../../model/chat/files.ts';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import styles from './MessageFiles.module.css';

const ImageDialog = later(() => import('./ImageDialog.tsx').then((of) => of.ImageDialog));

type Picture = FileDocument & { width: number; height: number };

/** The files of a message: pictures to look at, everything else to download. */
export function MessageFiles({ files }: { files: readonly FileDocument[] }) {
  const [shown, setShown] = useState<FileDocument | null>(null);
  if (files.length === 0) return null;
  return (
    <div className={styles.files}>
      {files.map((file) =>
        isPicture(file) ? (
          <Thumbnail key={file.fileId} file={file} onShow={() => setShown(file)} />
        ) : (
          <FileRow key={file.fileId} file={file} />
        ),
      )}
      {shown && (
        <Part says="notice" onDismiss={() => setShown(null)}>
          <ImageDialog file={shown} onClose={() => setShown(null)} />
        </Part>
      )}
    </div>
  );
}

function isPicture(file: FileDocument): file is Picture {
  return file.width !== undefined && file.height !== undefined;
}

/** Its place is reserved before it is here, so that nothing jumps when it comes. */
function Thumbnail({ file, onShow }: { file: Picture; onShow: () => void }) {
  const texts = useTexts();
  const { client } = useApp();
  const { width, height } = thumbnailSize(file.width, file.height);
  return (
    <button
      type="button"
      className={styles.thumbnail}
      style={{ width, aspectRatio: `${width} / ${height}` }}
      title={file.name}
      aria-label={texts.chat.openImage(file.name)}
      onClick={onShow}
    >
      <img
        src={client.chat.fileUrl(file)}
        alt=""
        width={width}
        height={height}
        loading="lazy"
        decoding="async"
      />
    </button>
  );
}

function FileRow({ file }: { file: FileDocument }) {
  const texts = useTexts();
  const { client, language } = useApp();
  return (
    <a className={styles.file} href={client.chat.fileUrl(file)} download={file.name}>
      <FileText className={styles.icon} aria-hidden="true" />
      <bdi className={styles.name}>{file.name}</bdi>
      <span className={styles.size}>{sizeText(file.sizeBytes, language)}</span>
      <Download className={styles.icon} aria-hidden="true" />
      <span className="visually-hidden">{texts.chat.downloads}</span>
    </a>
  );
}
