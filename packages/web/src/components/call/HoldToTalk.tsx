import { Mic } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { keyName } from '../../model/call/talkKey.ts';
import { isOn } from '../../model/tiles.ts';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './HoldToTalk.module.css';

/** Push to talk for fingers and mice; and for keyboards, a word on which key it is. */
export function HoldToTalk() {
  const [{ microphone }] = useCallPreferences();
  const on = useRoomState((state) => isOn(state.local.microphone));
  return microphone.mode === 'pushToTalk' && on ? <HoldButton /> : null;
}

function HoldButton() {
  const texts = useTexts();
  const { microphone } = useApp().client;
  const [{ pushToTalkKey }] = useCallPreferences();
  const transmitting = useRoomState((state) => state.self.transmitting);
  const [held, setHeld] = useState(false);

  // However it ends, also when the button goes away under the finger, nobody stays on air.
  useEffect(() => {
    if (!held) return;
    const letGo = () => setHeld(false);
    microphone.setTalking(true);
    window.addEventListener('blur', letGo);
    return () => {
      window.removeEventListener('blur', letGo);
      microphone.setTalking(false);
    };
  }, [microphone, held]);

  return (
    <button
      type="button"
      className={styles.hold}
      data-transmitting={transmitting}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(true);
      }}
      onPointerUp={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
      onKeyDown={({ key }) => (key === ' ' || key === 'Enter') && setHeld(true)}
      onKeyUp={() => setHeld(false)}
      onBlur={() => setHeld(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Mic aria-hidden="true" />
      {transmitting ? texts.call.onAir : texts.call.holdToTalk}
      <span className={styles.key}>
        <Kbd keys={pushToTalkKey === null ? texts.shortcuts.space : keyName(pushToTalkKey)} />
      </span>
    </button>
  );
}
