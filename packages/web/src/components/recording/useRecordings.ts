import {
  ClientError,
  type RecordingDocument,
  type RecordingList,
  type RoomDocument,
} from '@ottogi/client';
import { useCallback, useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';

/** Its ticket is good for an hour. */
const RENEW_EVERY_MS = 30 * 60_000;

/** While something is written: who looks on sees it grow. */
const LOOK_EVERY_MS = 2_000;

export type Loaded =
  | { status: 'loading' }
  | { status: 'failed'; error: ClientError }
  | { status: 'loaded'; list: RecordingList };

/**
 * What was recorded of a room, and how to ask again; asked by itself when recording begins or ends,
 * and again and again until everything is whole.
 */
export function useRecordings({ roomId, recording }: RoomDocument): [Loaded, () => void] {
  const { client } = useApp();
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  const load = useCallback(() => {
    client.recordings.list(roomId).then(
      (list) => setLoaded({ status: 'loaded', list }),
      (cause: unknown) => {
        if (!(cause instanceof ClientError)) return;
        // What was there a moment ago is better than nothing.
        setLoaded((now) => (now.status === 'loaded' ? now : { status: 'failed', error: cause }));
      },
    );
  }, [client, roomId]);
  useEffect(load, [load, recording?.recordingId]);
  const isWritten = loaded.status === 'loaded' && loaded.list.recordings.some(isBeingWritten);
  useEffect(() => {
    const timer = setInterval(load, isWritten ? LOOK_EVERY_MS : RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [load, isWritten]);
  return [loaded, load];
}

function isBeingWritten({ endedAt, files }: RecordingDocument): boolean {
  return endedAt === null || files.some(({ whole }) => !whole);
}
