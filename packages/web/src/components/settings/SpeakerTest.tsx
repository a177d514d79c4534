import { Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { Button } from '../ui/Button.tsx';
import { useToast } from '../ui/Toast.tsx';

/** Plays two notes where voices would be heard. */
export function SpeakerTest() {
  const texts = useTexts();
  const { client } = useApp();
  const toast = useToast();
  const [playing, setPlaying] = useState(false);

  async function play() {
    setPlaying(true);
    try {
      await client.playback.testSpeaker();
    } catch {
      toast.show({ title: texts.settings.speakerFailed, look: 'bad', id: 'speaker' });
    } finally {
      setPlaying(false);
    }
  }

  return (
    <Button size="small" busy={playing} onClick={() => void play()}>
      <Volume2 aria-hidden="true" />
      {playing ? texts.settings.playingTest : texts.settings.testSpeaker}
    </Button>
  );
}
