import type { ClientError, ClientErrorCode } from '@ottogi/client';
import { useTexts, useVisit, useVisitState } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import type { PasswordAsked } from '../model/Visit.ts';
import { Card } from './Card.tsx';
import { CheckButton } from './check/CheckButton.tsx';
import { KeyForm } from './dialogs/KeyForm.tsx';
import { PasswordForm } from './dialogs/PasswordForm.tsx';
import styles from './Failure.module.css';
import { ReloadButton } from './Part.tsx';
import { Button } from './ui/Button.tsx';

/** The server has another page by now. */
const OUTDATED = new Set<string>(['protocolMismatch', 'loadFailed']);

/** What people decided: nothing is wrong that a checkup could find. */
const DECIDED = new Set<ClientErrorCode>([
  'banned',
  'encryptedRoom',
  'encryptedTopology',
  'encryptionUnsupported',
  'forbidden',
  'notAdmitted',
  'notEncrypted',
  'notGranted',
  'removed',
  'roomDeleted',
  'roomFull',
  'roomLocked',
]);

/** A room could not be entered. */
export function EntryFailed({ room, error }: { room: string; error: ClientError }) {
  const texts = useTexts();
  const visit = useVisit();
  const asked = useVisitState((state) => state.passwordAsked);
  const keyAsked = useVisitState((state) => state.keyAsked);
  if (asked) return <PasswordNeeded asked={asked} />;
  if (keyAsked !== null) return <KeyNeeded room={keyAsked} />;
  const { title, help } = errorText(texts, error, 'call');
  return (
    <Card alert title={title} lead={help}>
      <div className={styles.actions}>
        <Again room={room} code={error.code} />
        {error.code === 'notEncrypted' && (
          <Button onClick={() => void visit.enterUnencrypted(room)}>
            {texts.encryption.enterUnencrypted}
          </Button>
        )}
        <Button onClick={() => void visit.leave()}>{texts.rooms.backToRooms}</Button>
        {!DECIDED.has(error.code) && <CheckButton look="quiet" />}
      </div>
    </Card>
  );
}

/** What may go well the next time: as it is, or without what was wrong about it. */
function Again({ room, code }: { room: string; code: ClientErrorCode }) {
  const texts = useTexts();
  const visit = useVisit();
  if (OUTDATED.has(code)) return <ReloadButton />;
  if (code === 'encryptedTopology') {
    return (
      <Button look="primary" onClick={() => void visit.enterAsUsual(room)}>
        {texts.encryption.enterOverServer}
      </Button>
    );
  }
  return (
    <Button look="primary" onClick={() => void visit.enter(room)}>
      {texts.tryAgain}
    </Button>
  );
}

function PasswordNeeded({ asked }: { asked: PasswordAsked }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Card title={texts.rooms.passwordTitle(asked.room)} lead={texts.rooms.passwordLead}>
      <PasswordForm
        wrong={asked.wrong}
        onSubmit={(password) => void visit.enter(asked.room, password)}
      >
        <Button look="quiet" onClick={() => void visit.stopAsking()}>
          {texts.rooms.backToRooms}
        </Button>
      </PasswordForm>
    </Card>
  );
}

function KeyNeeded({ room }: { room: string }) {
  const texts = useTexts();
  const visit = useVisit();
  return (
    <Card title={texts.encryption.keyTitle(room)} lead={texts.encryption.keyLead}>
      <KeyForm room={room}>
        <Button look="quiet" onClick={() => void visit.stopAsking()}>
          {texts.rooms.backToRooms}
        </Button>
      </KeyForm>
    </Card>
  );
}

/** The server does not talk to this page at all. */
export function Refused({ error }: { error: ClientError }) {
  const texts = useTexts();
  const { title, help } = errorText(texts, error, 'call');
  return (
    <Card alert title={title} lead={help}>
      <div className={styles.actions}>
        <ReloadButton />
        <CheckButton look="quiet" />
      </div>
    </Card>
  );
}
