import { ownRoom } from '@ottogi/client';
import { Check, Link, Menu } from 'lucide-react';
import { useState } from 'react';
import { useRoomState, useTexts } from '../hooks/app.ts';
import { Button } from './Button.tsx';
import { SIDEBAR_ID } from './Sidebar.tsx';
import styles from './TopBar.module.css';

interface TopBarProps {
  menuOpen: boolean;
  onMenu: () => void;
}

/** Which room this is, and how to bring somebody here. On small screens, the way to the others. */
export function TopBar({ menuOpen, onMenu }: TopBarProps) {
  const texts = useTexts();
  const call = useRoomState((state) => state.call);
  const count = useRoomState((state) => ownRoom(state)?.peers.length ?? 1);
  const inCall = call.status === 'joined' || (call.status === 'joining' && call.again);
  return (
    <header className={inCall ? styles.bar : styles.bare}>
      <Button
        look="icon"
        className={styles.menu}
        aria-label={texts.openMenu}
        aria-expanded={menuOpen}
        aria-controls={SIDEBAR_ID}
        onClick={onMenu}
      >
        <Menu aria-hidden="true" />
      </Button>
      {inCall && (
        <>
          <h1 className={styles.room}>
            <bdi>{call.room}</bdi>
          </h1>
          <output className={styles.note}>{note()}</output>
          <CopyLink />
        </>
      )}
    </header>
  );

  function note(): string {
    if (call.status !== 'joined') return '';
    if (call.movingTo !== null) return texts.movingTo(call.movingTo);
    return call.media === 'connecting' ? texts.mediaConnecting : texts.people(count);
  }
}

const COPIED_SHOWN_MS = 2_000;

function CopyLink() {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  // Without HTTPS there is no clipboard; the address bar holds the same link.
  if (!window.isSecureContext) return null;

  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
  }

  return (
    <Button className={styles.copy} onClick={() => void copy()}>
      {copied ? <Check aria-hidden="true" /> : <Link aria-hidden="true" />}
      <span className={styles.copyText} aria-live="polite">
        {copied ? texts.linkCopied : texts.copyLink}
      </span>
    </Button>
  );
}
