import { unreadCount } from '@ottogi/client';
import { cleanName } from '@ottogi/protocol';
import { Armchair, KeyRound, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useApp, useRoomState, useTexts, useVisit } from '../../hooks/app.ts';
import { useRoomList } from '../../hooks/useRoomList.ts';
import { findRooms, type ListedRoom, sameRoom } from '../../model/rooms.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from './SwitcherDialog.module.css';

type Choice = { kind: 'room'; listed: ListedRoom } | { kind: 'new'; name: string };

/** From the keyboard to any room: type some of its name, choose, enter. */
export function SwitcherDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const go = useGo(onClose);
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const choices = useChoices(text);
  const id = useId();
  const chosen = choices[Math.min(index, choices.length - 1)];

  function onKeyDown(event: KeyboardEvent) {
    // The Enter that ends a syllable of Hangul chooses nothing yet.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const count = Math.max(1, choices.length);
      setIndex((Math.min(index, count - 1) + step + count) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(chosen);
    }
  }

  return (
    <Dialog open onClose={onClose} title={texts.rooms.switcher} titleHidden bare size="medium">
      <input
        className={styles.input}
        value={text}
        placeholder={texts.rooms.switcherHint}
        aria-label={texts.rooms.switcher}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${choices.indexOf(chosen)}`}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select shows no such lines */}
      <div id={`${id}-list`} role="listbox" aria-label={texts.rooms.title} className={styles.list}>
        {choices.map((choice, at) => (
          <Option
            key={choice.kind === 'room' ? choice.listed.key : ' '}
            id={`${id}-${at}`}
            choice={choice}
            selected={choice === chosen}
            onPoint={() => setIndex(at)}
            onClick={() => go(choice)}
          />
        ))}
      </div>
      <p className={styles.hint}>{texts.rooms.switcherKeys}</p>
    </Dialog>
  );
}

function useGo(onClose: () => void): (choice: Choice | undefined) => void {
  const visit = useVisit();
  const { shell } = useApp();
  return (choice) => {
    if (!choice) return;
    onClose();
    shell.lookAway();
    void visit.enter(choice.kind === 'room' ? choice.listed.name : choice.name);
  };
}

function useChoices(text: string): Choice[] {
  const list = useRoomList();
  return useMemo(() => {
    const { favourites, others } = findRooms(list, text);
    const found = [...favourites, ...others];
    const name = cleanName(text.toWellFormed());
    const exists = name === '' || found.some((listed) => sameRoom(listed.name, name));
    const rooms = found.map((listed): Choice => ({ kind: 'room', listed }));
    return exists ? rooms : [...rooms, { kind: 'new', name }];
  }, [list, text]);
}

interface OptionProps {
  id: string;
  choice: Choice;
  selected: boolean;
  onPoint: () => void;
  onClick: () => void;
}

function Option({ id, choice, selected, onPoint, onClick }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    // The field above has the focus, and the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={ref}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option holds text only
      role="option"
      aria-selected={selected}
      className={styles.option}
      onPointerMove={onPoint}
      onClick={onClick}
    >
      {choice.kind === 'room' ? (
        <RoomChoice listed={choice.listed} />
      ) : (
        <NewChoice name={choice.name} />
      )}
    </div>
  );
}

function RoomChoice({ listed: { name, room } }: { listed: ListedRoom }) {
  const texts = useTexts();
  const unread = useRoomState((state) => (room ? unreadCount(state, room.roomId) : 0));
  const names = room?.peers.map((peer) => peer.name).join(', ') ?? '';
  return (
    <>
      <Armchair aria-hidden="true" data-occupied={names !== ''} />
      <bdi className={styles.name}>{name}</bdi>
      {room?.hasPassword && <KeyRound aria-label={texts.rooms.locked} className={styles.lock} />}
      <span className={styles.detail}>{names}</span>
      {unread > 0 && (
        <span className={styles.badge} aria-label={texts.rooms.unread(unread)}>
          {unread}
        </span>
      )}
    </>
  );
}

function NewChoice({ name }: { name: string }) {
  const texts = useTexts();
  return (
    <>
      <Plus aria-hidden="true" />
      <span className={styles.name}>{texts.rooms.switcherNew(name)}</span>
    </>
  );
}
