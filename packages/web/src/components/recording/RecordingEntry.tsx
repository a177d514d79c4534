import type { RecordedFile, RecordingDocument } from '@ottogi/client';
import { Download, Trash2 } from 'lucide-react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { sizeText } from '../../model/chat/files.ts';
import { formatTime, lengthText } from '../../model/time.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './RecordingsDialog.module.css';

interface RecordingEntryProps {
  recording: RecordingDocument;
  urlOf: (file: RecordedFile) => string;
  onDelete: () => void;
}

/** One recording, and its files to download. */
export function RecordingEntry({ recording, urlOf, onDelete }: RecordingEntryProps) {
  const texts = useTexts();
  const { language } = useApp();
  const { since, kind, by, endedAt, endReason, files } = recording;
  const date = formatTime(since, language, { dateStyle: 'medium', timeStyle: 'short' });
  const size = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const facts = [
    endedAt === null ? texts.recording.goingOn : lengthText(endedAt - since),
    sizeText(size, language),
    texts.recording.kinds[kind],
    ...(by.name === null ? [] : [texts.recording.by(by.name)]),
  ];
  const onPurpose = endReason === null || endReason === 'stopped';
  const why = onPurpose ? null : texts.recording.endReasons[endReason];
  return (
    <li className={styles.entry} data-recording-entry>
      <div className={styles.head}>
        <span className={styles.what}>
          {date}
          <span className={styles.facts}>{facts.join(' · ')}</span>
          {why && <span className={styles.why}>{why}</span>}
        </span>
        {endedAt !== null && (
          <IconButton
            label={texts.recording.deleteThat(date)}
            size="small"
            side="left"
            onClick={onDelete}
          >
            <Trash2 aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {files.length === 0 && endedAt !== null && (
        <p className={styles.facts}>{texts.recording.noFiles}</p>
      )}
      {files.length > 0 && (
        <details className={styles.files}>
          <summary>{texts.recording.files(files.length)}</summary>
          <ul>
            {files.map((file) => (
              <li key={file.file}>
                <FileLink file={file} url={urlOf(file)} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** Once it is whole it can be fetched. */
function FileLink({ file, url }: { file: RecordedFile; url: string }) {
  const texts = useTexts();
  if (!file.whole) {
    return (
      <span className={styles.file}>
        <FileName file={file} />
        <span className={styles.facts}>{texts.recording.writing}</span>
      </span>
    );
  }
  return (
    <a className={styles.file} href={url} download>
      <FileName file={file} />
      <Download className={styles.icon} aria-hidden="true" />
      <span className="visually-hidden">{texts.recording.download}</span>
    </a>
  );
}

function FileName({ file: { content, sizeBytes } }: { file: RecordedFile }) {
  const texts = useTexts();
  const { language } = useApp();
  const what = content ? texts.recording.sources[content.source] : texts.recording.whole;
  return (
    <span className={styles.what}>
      <span>
        {content && content.source !== 'mix' && (
          <>
            <bdi>{content.name}</bdi>
            {' · '}
          </>
        )}
        {what}
      </span>
      <span className={styles.facts}>
        {content && `${lengthText(content.lengthMs)} · `}
        {sizeText(sizeBytes, language)}
      </span>
    </span>
  );
}
