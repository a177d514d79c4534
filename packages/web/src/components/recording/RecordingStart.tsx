import { RECORDING_KINDS, type RecordingKind } from '@ottogi/client';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { Button } from '../ui/Button.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import styles from './RecordingsDialog.module.css';

/** How a room is to be recorded, and the button that begins it. */
export function RecordingStart({ roomId }: { roomId: string }) {
  const texts = useTexts();
  const { client } = useApp();
  const act = useAct();
  const [kind, setKind] = useState<RecordingKind>('sources');
  const [starting, setStarting] = useState(false);
  const start = () => {
    setStarting(true);
    act(client.recordings.start(roomId, kind).finally(() => setStarting(false)));
  };
  return (
    <div className={styles.start}>
      <SegmentedControl
        label={texts.recording.kind}
        hint={texts.recording.kindHelp[kind]}
        value={kind}
        options={RECORDING_KINDS.map((value) => ({ value, label: texts.recording.kinds[value] }))}
        disabled={starting}
        onChange={setKind}
      />
      <Button look="primary" busy={starting} onClick={start}>
        {starting ? texts.recording.starting : texts.recording.start}
      </Button>
    </div>
  );
}
