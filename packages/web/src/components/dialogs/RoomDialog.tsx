import {
  ClientError,
  createRoomSecret,
  type RoomDocument,
  type RoomState,
  type TopologyRule,
} from '@ottogi/client';
import { cleanName, NAME_MAX_LENGTH } from '@ottogi/protocol';
import { type SubmitEvent, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { errorText } from '../../i18n/index.ts';
import { RuleChoice } from '../RuleChoice.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Switch } from '../ui/Switch.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from './RoomDialog.module.css';
import {
  changesOf,
  draftOf,
  isPassphrase,
  PASSPHRASE_MIN_LENGTH,
  readLimit,
  type RoomDraft,
} from './roomDraft.ts';

interface RoomDialogProps {
  /** Null for a room that is not there yet. */
  room: RoomDocument | null;
  name: string;
  onClose: () => void;
}

const TOPIC_MAX_LENGTH = 200;
const PASSWORD_MAX_LENGTH = 128;
const FORM_ID = 'room-form';

/** Everything that can be said of a room: a new one, or one's own. */
export function RoomDialog({ room, name, onClose }: RoomDialogProps) {
  const texts = useTexts();
  const usual = useRoomState(usualRule);
  const [draft, setDraft] = useState(() => draftOf(room, name, usual));
  const { save, busy, failure, tried } = useSave(room, onClose);
  const change = (part: Partial<RoomDraft>) => setDraft({ ...draft, ...part });
  const nameError =
    failure?.code === 'roomExists' ? errorText(texts, 'roomExists', 'call').title : undefined;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save(draft);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={room ? texts.rooms.editTitle(room.name) : texts.rooms.newRoom}
      lead={room ? undefined : texts.rooms.createLead}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" form={FORM_ID} look="primary" busy={busy}>
            {room ? texts.save : texts.rooms.create}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} className={styles.form} onSubmit={submit} noValidate>
        <Field
          label={texts.rooms.roomName}
          value={draft.name}
          maxLength={NAME_MAX_LENGTH}
          error={tried && cleanName(draft.name) === '' ? texts.nameNeeded : nameError}
          onChange={(value) => change({ name: value })}
        />
        <Field
          label={texts.rooms.topic}
          hint={texts.rooms.topicHint}
          value={draft.topic}
          maxLength={TOPIC_MAX_LENGTH}
          onChange={(value) => change({ topic: value })}
        />
        <EntryPart room={room} draft={draft} change={change} tried={tried} />
        {!room && <EncryptionPart draft={draft} change={change} tried={tried} />}
        {failure && failure.code !== 'roomExists' && <Failure error={failure} />}
      </form>
    </Dialog>
  );
}

interface PasswordPartProps {
  room: RoomDocument | null;
  draft: RoomDraft;
  change: (part: Partial<RoomDraft>) => void;
}

interface Tried {
  tried: boolean;
}

/** Who comes in, and how many. */
function EntryPart({ tried, ...rest }: PasswordPartProps & Tried) {
  const texts = useTexts();
  const { draft, change } = rest;
  const wrong = tried && readLimit(draft.limit) === undefined;
  return (
    <>
      <PasswordPart {...rest} />
      <Field
        label={texts.rooms.limit}
        hint={texts.rooms.limitHint}
        value={draft.limit}
        inputMode="numeric"
        error={wrong ? texts.rooms.limitWrong : undefined}
        onChange={(value) => change({ limit: value })}
      />
      <Switch
        label={texts.rooms.lobby}
        hint={texts.rooms.lobbyHint}
        checked={draft.lobby}
        onChange={(lobby) => change({ lobby })}
      />
      {!draft.encrypted && (
        <RuleChoice
          rule={draft.topologyRule}
          onChange={(topologyRule) => change({ topologyRule })}
        />
      )}
    </>
  );
}

/** It is decided once: what was said in the clear cannot be taken back. */
function EncryptionPart({ draft, change, tried }: Omit<PasswordPartProps, 'room'> & Tried) {
  const { encryption: texts } = useTexts();
  const weak = tried && draft.encrypted && !isPassphrase(draft.passphrase);
  return (
    <>
      <Switch
        label={texts.title}
        hint={texts.switchHint}
        checked={draft.encrypted}
        onChange={(encrypted) => change({ encrypted })}
      />
      {draft.encrypted && (
        <PasswordField
          label={texts.passphrase}
          hint={texts.passphraseHint}
          value={draft.passphrase}
          maxLength={PASSWORD_MAX_LENGTH}
          autoComplete="off"
          error={weak ? texts.passphraseWeak(PASSPHRASE_MIN_LENGTH) : undefined}
          onChange={(passphrase) => change({ passphrase })}
        />
      )}
    </>
  );
}

function PasswordPart({ room, draft, change }: PasswordPartProps) {
  const texts = useTexts();
  const kept = room?.hasPassword ?? false;
  return (
    <>
      {!draft.open && (
        <PasswordField
          label={texts.rooms.password}
          hint={kept ? texts.rooms.passwordKept : texts.rooms.passwordHint}
          value={draft.password}
          maxLength={PASSWORD_MAX_LENGTH}
          autoComplete="new-password"
          onChange={(value) => change({ password: value })}
        />
      )}
      {kept && (
        <Switch
          label={texts.rooms.removePassword}
          checked={draft.open}
          onChange={(open) => change({ open })}
        />
      )}
    </>
  );
}

function usualRule({ connection }: RoomState): TopologyRule {
  return connection.status === 'connected' ? connection.topologyRule : 'auto';
}

function Failure({ error }: { error: ClientError }) {
  const texts = useTexts();
  const { title, help } = errorText(texts, error, 'call');
  return (
    <p className={styles.failure} role="alert">
      <b>{title}</b> {help}
    </p>
  );
}

function useSave(room: RoomDocument | null, onDone: () => void) {
  const { client, visit, shell, memory } = useApp();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<ClientError | null>(null);

  async function store(draft: RoomDraft): Promise<void> {
    const name = cleanName(draft.name.toWellFormed());
    if (draft.password !== '' && !draft.open) memory.keepPassword(name, draft.password);
    if (room) {
      await client.rooms.update(room.roomId, changesOf(room, draft));
      const secret = memory.roomSecret(room.name);
      if (secret !== undefined) memory.keepRoomSecret(name, secret);
      return;
    }
    const { topic, password, peerLimit = null, lobby = false } = changesOf(null, draft);
    const { topologyRule, encrypted, passphrase } = draft;
    // How people are connected in an encrypted room is no matter of choice.
    const how = encrypted ? { encrypted } : { topologyRule };
    const guard = { password: password ?? null, peerLimit, lobby, ...how };
    await client.rooms.create({ name, topic: topic ?? '', ...guard });
    if (encrypted) memory.keepRoomSecret(name, passphrase.trim() || createRoomSecret());
    else memory.forgetRoomSecret(name);
    shell.lookAway();
    void visit.enter(name);
  }

  function save(draft: RoomDraft): void {
    setTried(true);
    if (cleanName(draft.name) === '' || readLimit(draft.limit) === undefined) return;
    if (draft.encrypted && !isPassphrase(draft.passphrase)) return;
    setBusy(true);
    setFailure(null);
    store(draft)
      .then(onDone, (cause: unknown) => {
        setFailure(
          cause instanceof ClientError
            ? cause
            : new ClientError('internal', String(cause), { cause }),
        );
      })
      .finally(() => setBusy(false));
  }

  return { save, busy, failure, tried };
}
