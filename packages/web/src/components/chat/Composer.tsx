import type { RoomDocument } from '@ottogi/client';
import { cleanText, MESSAGE_MAX_LENGTH } from '@ottogi/protocol';
import { Check, Paperclip, SendHorizontal } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useApp, useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { useAct } from '../../hooks/useAct.tsx';
import { useAttach } from '../../hooks/useAttach.tsx';
import { useDraft } from '../../hooks/useDraft.ts';
import { EMPTY_DRAFT } from '../../model/chat/Drafts.ts';
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
  const picker = useRef<HTMLInputElement>(null);
  const attach = useAttach(roomId);
  const [draft, change] = useDraft(roomId);
  const submit = useSubmit(roomId);
  const onKeyDown = useComposerKeys(roomId, submit);
  const offline = useRoomState(({ connection }) => connection.status !== 'connected');
  const over = draft.text.length > MESSAGE_MAX_LENGTH;
  const nothing = cleanText(draft.text) === '' && draft.files.length === 0;

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
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attach([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        {draft.editing === null && (
          <IconButton label={texts.chat.attach} onClick={() => picker.current?.click()}>
            <Paperclip aria-hidden="true" />
          </IconButton>
        )}
        <GrowingText
          ref={input}
          value={draft.text}
          label={texts.chat.write(room.name)}
          // A new message to answer, or to change, is what one wants to write about now.
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
        <IconButton
          label={draft.editing === null ? texts.chat.send : texts.chat.save}
          look="accent"
          disabled={nothing || over}
          shortcut="Enter"
          onClick={submit}
        >
          {draft.editing === null ? (
            <SendHorizontal aria-hidden="true" />
          ) : (
            <Check aria-hidden="true" />
          )}
        </IconButton>
      </div>
      <Note left={MESSAGE_MAX_LENGTH - draft.text.length} offline={offline} />
    </div>
  );
}

function Note({ left, offline }: { left: number; offline: boolean }) {
  const texts = useTexts();
  const near = left < NEAR_LIMIT;
  return (
    <p className={styles.note} role="status">
      {offline && <span>{texts.chat.sendLater}</span>}
      {near && (
        <span className={styles.count} data-over={left < 0}>
          {left < 0 ? texts.chat.tooLong(-left) : texts.chat.charactersLeft(left)}
        </span>
      )}
    </p>
  );
}

/** Sends what is written, or changes what was sent. */
function useSubmit(roomId: string): () => void {
  const { client, drafts } = useApp();
  const act = useAct();
  return () => {
    const { text, files, replyTo, editing } = drafts.of(roomId);
    const said = cleanText(text);
    if (said.length > MESSAGE_MAX_LENGTH || (said === '' && files.length === 0)) return;
    drafts.clear(roomId);
    if (editing === null) client.chat.send(roomId, { text: said, replyTo, files: [...files] });
    else act(client.chat.edit(roomId, editing, said));
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
      const text = draft.editing === null ? draft.text : '';
      drafts.change(roomId, { ...EMPTY_DRAFT, text, files: draft.files });
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
    if (last) drafts.change(roomId, { text: last.text, editing: last.messageSeq, replyTo: null });
  }
}

/** Puts a text where the cursor is. */
function insert(input: HTMLTextAreaElement | null, text: string, inserted: string): string {
  const start = input?.selectionStart ?? text.length;
  const end = input?.selectionEnd ?? text.length;
  return text.slice(0, start) + inserted + text.slice(end);
}
