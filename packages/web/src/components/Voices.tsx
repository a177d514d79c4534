import { Volume2 } from 'lucide-react';
import { trackKey } from '@ottogi/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useRoomState, useTexts } from '../hooks/app.ts';
import { play, useTrack } from '../hooks/useTrack.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';

const HEARD = ['microphone', 'screenAudio'] as const;

/** What is heard of the others. Where the browser wants a click first, it says so. */
export function Voices() {
  const texts = useTexts();
  const call = useRoomState((state) => state.call);
  const rooms = useRoomState((state) => state.rooms);
  const tracks = useRoomState((state) => state.tracks);
  const [refused, setRefused] = useState(false);
  const elements = useRef<HTMLDivElement>(null);
  const onRefused = useCallback(() => setRefused(true), []);

  useEffect(() => {
    if (!refused) return;
    // Any click will do for the browser; the button is there for people.
    const retry = () => {
      setRefused(false);
      for (const element of elements.current?.querySelectorAll('audio') ?? []) {
        play(element, onRefused);
      }
    };
    document.addEventListener('click', retry);
    return () => document.removeEventListener('click', retry);
  }, [refused, onRefused]);

  const voices = useMemo(() => {
    if (call.status !== 'joined') return [];
    const peers = rooms.find((room) => room.roomId === call.roomId)?.peers ?? [];
    return peers.flatMap(({ peerId }) =>
      HEARD.flatMap((source) => {
        const track = tracks.get(trackKey(peerId, source));
        return track ? [{ peerId, source, track }] : [];
      }),
    );
  }, [call, rooms, tracks]);

  return (
    <>
      <div ref={elements} hidden>
        {voices.map((voice) => (
          <Voice key={trackKey(voice.peerId, voice.source)} {...voice} onRefused={onRefused} />
        ))}
      </div>
      {refused && (
        <Banner
          look="status"
          icon={<Volume2 />}
          title={texts.silenced}
          help={texts.silencedHelp}
          action={<Button look="primary">{texts.clickToHear}</Button>}
        />
      )}
    </>
  );
}

interface VoiceProps {
  peerId: string;
  source: (typeof HEARD)[number];
  track: MediaStreamTrack;
  onRefused: () => void;
}

function Voice({ peerId, source, track, onRefused }: VoiceProps) {
  const ref = useTrack<HTMLAudioElement>(track, onRefused);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- live speech has no captions yet
  return <audio ref={ref} data-peer-id={peerId} data-source={source} />;
}
