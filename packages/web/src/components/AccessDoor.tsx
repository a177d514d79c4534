import type { ClientError } from '@ottogi/client';
import { useApp, useTexts } from '../hooks/app.ts';
import { errorText } from '../i18n/index.ts';
import { Card } from './Card.tsx';
import { PasswordForm } from './dialogs/PasswordForm.tsx';

/** The door of the whole place, which opens by its password. */
export function AccessDoor({ error }: { error: ClientError }) {
  const texts = useTexts();
  const { client, memory } = useApp();
  const { title, help } = errorText(texts, 'accessRequired', 'call');
  return (
    <Card title={title} lead={help}>
      <PasswordForm
        wrong={error.code === 'accessRefused'}
        onSubmit={(value) => {
          memory.keepAccess({ kind: 'password', value });
          client.giveAccess(value);
        }}
      />
    </Card>
  );
}
