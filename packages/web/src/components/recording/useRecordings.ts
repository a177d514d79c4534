import { ClientError, type RecordingList, type RoomDocument } from '@ottogi/client';
import { useCallback, useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';

/** Its ticket is good for an hour. */
const RENEW_EVERY_MS = 30 * 60_000;

export type Loaded =
  | { status: 'loading' }
  | { status: 'failed'; error: ClientError }
  | { status: 'loaded'; list: RecordingList };

/** What was recorded of a room, and how to ask again; asked by itself when recording begins or ends. */
export function useRecordings({ roomId, recording }: RoomDocument): [Loaded, () => void] {
  const { client } = useApp();
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  const load = useCallback(() => {
    client.recordings.list(roomId).then(
      (list) => setLoaded({ status: 'loaded', list }),
      (cause: unknown) => {
        if (cause instanceof ClientError) setLoaded({ status: 'failed', error: cause });
      },
    );
  }, [client, roomId]);
  useEffect(load, [load, recording?.recordingId]);
  useEffect(() => {
    const timer = setInterval(load, RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [load]);
  return [loaded, load];
}
