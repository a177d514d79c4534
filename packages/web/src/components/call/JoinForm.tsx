import { cleanName, NAME_MAX_LENGTH } from '@ottogi/protocol';
import { type SubmitEvent, useDeferredValue, useState } from 'react';
import { room as space } from '../../browser.ts';
import { useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { useCallPreferences } from '../../hooks/useCallPreferences.ts';
import { hueOf } from '../../model/avatar.ts';
import { PasswordField } from '../dialogs/PasswordField.tsx';
import { later } from '../later.ts';
import { Part } from '../Part.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './JoinForm.module.css';

const HueSlider = later(() => import('../HueSlider.tsx').then((of) => of.HueSlider));

interface JoinFormProps {
  room: string;
  /** Whether the room asks for a password, which this browser may know already. */
  secured: boolean;
}

/** As whom one enters. */
export function JoinForm({ room, secured }: JoinFormProps) {
  const texts = useTexts();
  const visit = useVisit();
  const known = useVisitState((state) => state.name);
  const wish = useVisitState((state) => state.wish);
  const [{ checked }, change] = useCallPreferences();
  const given = useRoomState(({ grants }) => grants.name);
  const [typed, setName] = useState(known);
  const name = given ?? typed;
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState(false);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const cleaned = cleanName(name.toWellFormed());
    setRefused(cleaned === '');
    if (cleaned === '') return;
    if (cleaned !== known) visit.setName(cleaned);
    change({ checked: true, joinWith: wish });
    void visit.enter(room, password === '' ? undefined : password);
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {given === null && (
        <Field
          ref={known === '' ? focus : null}
          label={texts.yourName}
          value={name}
          maxLength={NAME_MAX_LENGTH}
          autoComplete="nickname"
          enterKeyHint="go"
          error={refused ? texts.nameNeeded : undefined}
          onChange={(value) => {
            setName(value);
            setRefused(false);
          }}
        />
      )}
      {/* On a phone the way in comes first; the colour is in one's profile too. */}
      {!checked && !space.isNarrow() && <Colour name={name} />}
      {secured && (
        <PasswordField
          label={texts.call.roomPassword}
          hint={texts.call.roomPasswordHint}
          value={password}
          autoComplete="current-password"
          onChange={setPassword}
        />
      )}
      <Button
        ref={known === '' ? null : focus}
        type="submit"
        look="primary"
        size="large"
        className={styles.join}
      >
        {texts.call.join}
      </Button>
    </form>
  );
}

function Colour({ name }: { name: string }) {
  const visit = useVisit();
  const kept = useRoomState((state) => state.person?.hue);
  const [hue, setHue] = useState(kept ?? hueOf(name));
  // The door itself comes first.
  const shown = useDeferredValue(true, false);
  return (
    <div className={styles.colour}>
      {shown && (
        <Part says="nothing">
          <HueSlider value={hue} onChange={setHue} onCommit={(chosen) => visit.setHue(chosen)} />
        </Part>
      )}
    </div>
  );
}

/** Puts the cursor, or the next Enter, where the page waits for one. */
function focus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
