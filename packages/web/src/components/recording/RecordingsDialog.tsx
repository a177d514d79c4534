import type { RecordingDocument, RecordingList, RoomDocument } from '@ottogi/client';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { errorText } from '../../i18n/index.ts';
import { formatTime } from '../../model/time.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { RecordingEntry } from './RecordingEntry.tsx';
import { RecordingMark } from './RecordingMark.tsx';
import { RecordingStart } from './RecordingStart.tsx';
import styles from './RecordingsDialog.module.css';
import { useRecordings } from './useRecordings.ts';

/** What was recorded of a room, for those who moderate it. */
export function RecordingsDialog({ room, onClose }: { room: RoomDocument; onClose: () => void }) {
  const texts = useTexts();
  const [loaded, again] = useRecordings(room);
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.recording.title(room.name)}
      lead={texts.recording.lead}
      size="medium"
    >
      <Now room={room} />
      {loaded.status === 'loading' && <p className={styles.note}>{texts.loading}</p>}
      {loaded.status === 'failed' && (
        <div className={styles.note} role="alert">
          <p>{errorText(texts, loaded.error, 'call').title}</p>
          <Button onClick={again}>{texts.recording.again}</Button>
        </div>
      )}
      {loaded.status === 'loaded' && <List room={room} list={loaded.list} onChanged={again} />}
    </Dialog>
  );
}

/** Whether it is recorded now, and the button that changes that. */
function Now({ room: { roomId, recording, peers } }: { room: RoomDocument }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  if (recording) {
    return (
      <div className={styles.now}>
        <RecordingMark recording={recording} />
        <Button onClick={() => act(client.recordings.stop(roomId))}>
          {texts.recording.stopNow}
        </Button>
      </div>
    );
  }
  if (peers.length === 0) return <p className={styles.now}>{texts.recording.nobodyHere}</p>;
  return <RecordingStart roomId={roomId} />;
}

interface ListProps {
  room: RoomDocument;
  list: RecordingList;
  onChanged: () => void;
}

function List({ room, list, onChanged }: ListProps) {
  const texts = useTexts();
  const { client, language } = useApp();
  const act = useAct();
  const [deleting, setDeleting] = useState<RecordingDocument | null>(null);
  if (list.recordings.length === 0) return <p className={styles.note}>{texts.recording.none}</p>;
  const remove = async ({ recordingId }: RecordingDocument) => {
    await client.recordings.remove(room.roomId, recordingId);
    onChanged();
  };
  return (
    <>
      <ul className={styles.list}>
        {list.recordings.map((recording) => (
          <RecordingEntry
            key={recording.recordingId}
            recording={recording}
            urlOf={(file) => client.recordings.fileUrl(list, recording, file)}
            onDelete={() => setDeleting(recording)}
          />
        ))}
      </ul>
      {deleting && (
        <ConfirmDialog
          open
          onClose={() => setDeleting(null)}
          title={texts.recording.deleteTitle}
          text={texts.recording.deleteText(
            formatTime(deleting.since, language, { dateStyle: 'medium', timeStyle: 'short' }),
          )}
          action={texts.recording.deleteAction}
          onConfirm={() => {
            setDeleting(null);
            act(remove(deleting));
          }}
        />
      )}
    </>
  );
}
