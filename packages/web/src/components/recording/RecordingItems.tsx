import type { RoomDocument } from '@ottogi/client';
import { Circle, CircleStop, Clapperboard, Film } from 'lucide-react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useStartMix } from './useStartMix.tsx';

/** In the menu of a room that one moderates. */
export function RecordingItems({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const { client, shell } = useApp();
  const act = useAct();
  const startMix = useStartMix();
  const { roomId, recording, peers } = room;
  return (
    <>
      {recording ? (
        <MenuItem icon={<CircleStop />} onClick={() => act(client.recordings.stop(roomId))}>
          {texts.recording.stop}
        </MenuItem>
      ) : (
        <>
          <MenuItem
            icon={<Circle />}
            disabled={peers.length === 0}
            onClick={() => act(client.recordings.start(roomId))}
          >
            {texts.recording.start}
          </MenuItem>
          <MenuItem
            icon={<Clapperboard />}
            disabled={peers.length === 0}
            onClick={() => startMix(roomId)}
          >
            {texts.recording.startMix}
          </MenuItem>
        </>
      )}
      <MenuItem icon={<Film />} onClick={() => shell.open({ kind: 'recordings', roomId })}>
        {texts.recording.show}
      </MenuItem>
    </>
  );
}
