import { cleanName, NAME_MAX_LENGTH } from '@ottogi/protocol';
import { type SubmitEvent, useState } from 'react';
import { useRoomState, useTexts, useVisit, useVisitState } from '../../hooks/app.ts';
import { hueOf } from '../../model/avatar.ts';
import { Avatar, hueStyle } from '../Avatar.tsx';
import { HueSlider } from '../HueSlider.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './ProfileForm.module.css';

export function ProfileForm({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const visit = useVisit();
  const known = useVisitState((state) => state.name);
  const kept = useRoomState((state) => state.person?.hue);
  const given = useRoomState(({ grants }) => grants.name);
  const [name, setName] = useState(known);
  const [hue, setHue] = useState(kept ?? hueOf(known));
  const [refused, setRefused] = useState(false);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const cleaned = cleanName(name.toWellFormed());
    setRefused(cleaned === '');
    if (cleaned === '') return;
    if (cleaned !== known) visit.setName(cleaned);
    if (hue !== kept) visit.setHue(hue);
    onDone();
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.who} style={hueStyle(hue)}>
        <Avatar name={cleanName(name) || '?'} hue={hue} />
        {given === null && (
          <Field
            label={texts.yourName}
            value={name}
            maxLength={NAME_MAX_LENGTH}
            autoComplete="nickname"
            enterKeyHint="done"
            error={refused ? texts.nameNeeded : undefined}
            onChange={setName}
          />
        )}
      </div>
      <HueSlider value={hue} onChange={setHue} />
      <Button type="submit" look="primary">
        {texts.save}
      </Button>
    </form>
  );
}
