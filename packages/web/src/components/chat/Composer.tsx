import type { RoomDocument } from '@ottogi/client';
import { cleanText, MESSAGE_MAX_LENGTH } from '@ottogi/protocol';
import { Check, Paperclip, SendHorizontal } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useApp, useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useAttach } from '../../hooks/useAttach.tsx';
import { useDraft } from '../../hooks/useDraft.ts';
import type { Draft } from '../../model/chat/Drafts.ts';
import { TextForm } from '../TextForm.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Composer.module.css';
import { ComposerContext } from './ComposerContext.tsx';
import { ComposerFiles } from './ComposerFiles.tsx';
import { EmojiButton } from './EmojiButton.tsx';
import { GrowingText } from './GrowingText.tsx';

/** From here on one is told how much is left. */
const NEAR_LIMIT = 300;

/** Where one writes. */
export function Composer({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const visit = useVisit();
  const named = useVisitState((state) => state.name !== '');
  const writes = useRoomState(({ grants }) => grants.chat);
  if (!writes) return <p className={styles.readOnly}>{texts.chat.readOnly}</p>;
  if (named) return <NamedComposer room={room} />;
  return (
    <div className={styles.unnamed}>
      <TextForm
        label={texts.yourName}
        hint={texts.yourNameHint}
        action={texts.continue}
        autoComplete="nickname"
        onSubmit={(name) => visit.setName(name)}
      />
    </div>
  );
}

function NamedComposer({ room }: { room: RoomDocument }) {
  const texts = useTexts();
  const { roomId } = room;
  const input = useRef<HTMLTextAreaElement>(null);
  const attach = useAttach(roomId);
  const [draft, change] = useDraft(roomId);
  const submit = useSubmit(roomId);
  const onKeyDown = useComposerKeys(roomId, submit);

  function onPaste(event: ClipboardEvent) {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach([...event.clipboardData.files]);
  }

  return (
    <div className={styles.composer}>
      <ComposerContext roomId={roomId} />
      <ComposerFiles roomId={roomId} />
      <div className={styles.line}>
        {draft.editing === null && <AttachButton onChoose={attach} />}
        <GrowingText
          ref={input}
          value={draft.text}
          label={texts.chat.write(room.name)}
          // A message to answer, or to change, is what one wants to write about now.
          focusKey={`${draft.replyTo} ${draft.editing}`}
          onChange={(text) => change({ text })}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <EmojiButton
          onChoose={(emoji) => {
            change({ text: insert(input.current, draft.text, emoji) });
            input.current?.focus();
          }}
        />
        <SubmitButton draft={draft} onClick={submit} />
      </div>
      <Note left={MESSAGE_MAX_LENGTH - draft.text.length} />
    </div>
  );
}

function AttachButton({ onChoose }: { onChoose: (files: File[]) => void }) {
  const texts = useTexts();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onChoose([...(event.target.files ?? [])]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      <IconButton label={texts.chat.attach} onClick={() => picker.current?.click()}>
        <Paperclip aria-hidden="true" />
      </IconButton>
    </>
  );
}

function SubmitButton({ draft, onClick }: { draft: Draft; onClick: () => void }) {
  const texts = useTexts();
  const editing = draft.editing !== null;
  return (
    <IconButton
      label={editing ? texts.chat.save : texts.chat.send}
      look="accent"
      disabled={!isSendable(draft)}
      shortcut="Enter"
      onClick={onClick}
    >
      {editing ? <Check aria-hidden="true" /> : <SendHorizontal aria-hidden="true" />}
    </IconButton>
  );
}

function isSendable({ text, files }: Draft): boolean {
  return text.length <= MESSAGE_MAX_LENGTH && (cleanText(text) !== '' || files.length > 0);
}

function Note({ left }: { left: number }) {
  const texts = useTexts();
  const offline = useRoomState(({ connection }) => connection.status !== 'connected');
  return (
    <output className={styles.note}>
      {offline && <span>{texts.chat.sendLater}</span>}
      {left < NEAR_LIMIT && (
        <span className={styles.count} data-over={left < 0}>
          {left < 0 ? texts.chat.tooLong(-left) : texts.chat.charactersLeft(left)}
        </span>
      )}
    </output>
  );
}

/** Sends what is written, or changes what was sent. */
function useSubmit(roomId: string): () => void {
  const { client, drafts } = useApp();
  const act = useAct();
  return () => {
    const draft = drafts.of(roomId);
    if (!isSendable(draft)) return;
    const { text, files, replyTo, editing } = draft;
    const said = cleanText(text);
    if (editing !== null) {
      // What could not be changed stays to be tried again.
      const done = () => drafts.of(roomId).editing === editing && drafts.stopEditing(roomId);
      act(client.chat.edit(roomId, editing, said).then(done));
      return;
    }
    drafts.clear(roomId);
    client.chat.send(roomId, { text: said, replyTo, files: [...files] });
  };
}

/** Enter sends; where there is no Shift key beside it, a button does. */
const ENTER_SENDS = !matchMedia('(pointer: coarse)').matches;

function useComposerKeys(roomId: string, submit: () => void) {
  const { client, drafts } = useApp();
  return (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // The Enter that ends a syllable of Hangul sends nothing yet; Safari says so by the code only.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const draft = drafts.of(roomId);
    if (event.key === 'Enter' && !event.shiftKey && ENTER_SENDS) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && (draft.editing !== null || draft.replyTo !== null)) {
      event.preventDefault();
      if (draft.editing === null) drafts.change(roomId, { replyTo: null });
      else drafts.stopEditing(roomId);
    } else if (event.key === 'ArrowUp' && draft.text === '' && !event.altKey) {
      event.preventDefault();
      editLast();
    }
  };

  function editLast(): void {
    const { person, chats } = client.getSnapshot();
    const last = chats
      .get(roomId)
      ?.messages.findLast((of) => of.personId === person?.personId && of.deletedAt === null);
    if (last) drafts.edit(roomId, last.messageSeq, last.text);
  }
}

/** Puts a text where the cursor is. */
function insert(input: HTMLTextAreaElement | null, text: string, inserted: string): string {
  const start = input?.selectionStart ?? text.length;
  const end = input?.selectionEnd ?? text.length;
  return text.slice(0, start) + inserted + text.slice(end);
}
