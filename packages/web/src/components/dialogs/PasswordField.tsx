import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import { Field, type FieldProps } from '../ui/Field.tsx';
import { IconButton } from '../ui/IconButton.tsx';

/** A password, which can be looked at. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'after'>) {
  const texts = useTexts();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          label={shown ? texts.rooms.hidePassword : texts.rooms.showPassword}
          size="small"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
      }
    />
  );
}
