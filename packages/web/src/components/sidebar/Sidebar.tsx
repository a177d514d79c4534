import { mayEnterAll } from '@ottogi/client';
import { Search, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useRoomState, useTexts } from '../../hooks/app.ts';
import { useRoomList } from '../../hooks/useRoomList.ts';
import { findRooms } from '../../model/rooms.ts';
import { shortcutOf } from '../../model/shortcuts.ts';
import { Logo } from '../Logo.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { NewRoom } from './NewRoom.tsx';
import { OwnPanel } from './OwnPanel.tsx';
import { RoomSections } from './RoomSections.tsx';
import styles from './Sidebar.module.css';
import { VoicePanel } from './VoicePanel.tsx';

export const SIDEBAR_ID = 'rooms';

/** Every room, who is in it, and oneself. `hidden` where it is closed now. */
export function Sidebar({ hidden }: { hidden: boolean }) {
  const texts = useTexts();
  const [text, setText] = useState('');
  const list = useRoomList();
  const refused = useRoomState(({ connection }) => connection.status === 'refused');
  const opens = useRoomState(({ grants }) => mayEnterAll(grants)) && !refused;
  const found = useMemo(() => findRooms(list, text), [list, text]);
  const none = found.favourites.length + found.others.length === 0;

  return (
    <aside
      id={SIDEBAR_ID}
      className={styles.sidebar}
      data-hidden={hidden}
      aria-label={texts.rooms.title}
      inert={hidden}
      tabIndex={-1}
    >
      <Brand />
      {/* Before a closed door there is nothing to find. */}
      {!refused && <Find text={text} onChange={setText} />}
      <nav className={styles.rooms} aria-label={texts.rooms.title}>
        <RoomSections list={found} />
        {text !== '' && none && <p className={styles.none}>{texts.rooms.findNone(text)}</p>}
        {text === '' && opens && <NewRoom />}
      </nav>
      <VoicePanel />
      <OwnPanel />
    </aside>
  );
}

function Find({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const texts = useTexts();
  return (
    <search className={styles.find}>
      <Search aria-hidden="true" />
      <input
        className={styles.findInput}
        type="search"
        value={text}
        placeholder={texts.rooms.findShort}
        aria-label={texts.rooms.find}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      {text === '' ? (
        <Kbd keys={shortcutOf('openSwitcher')!} />
      ) : (
        <IconButton label={texts.dismiss} size="small" onClick={() => onChange('')}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </search>
  );
}

function Brand() {
  return (
    <header className={styles.brand}>
      <span className={styles.logo}>
        <Logo />
      </span>
      Ottogi
    </header>
  );
}
