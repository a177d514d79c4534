import { Volume2 } from 'lucide-react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { Banner } from '../Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Knocks } from './Knocks.tsx';

/** What waits for a click in a call. */
export function CallBanners() {
  return (
    <>
      <Silenced />
      <Knocks />
    </>
  );
}

/** Where the browser plays nothing before a click, it says so. Any click will do. */
function Silenced() {
  const texts = useTexts();
  const { client } = useApp();
  const blocked = useRoomState((state) => state.playback.blocked);
  if (!blocked) return null;
  return (
    <Banner
      look="status"
      icon={<Volume2 />}
      title={texts.call.silenced}
      help={texts.call.silencedHelp}
      action={
        <Button look="primary" onClick={() => void client.playback.resume()}>
          {texts.call.clickToHear}
        </Button>
      }
    />
  );
}
