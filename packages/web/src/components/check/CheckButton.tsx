import { Stethoscope } from 'lucide-react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { Button, type ButtonProps } from '../ui/Button.tsx';

/** Where people are in trouble: the way to what may help. */
export function CheckButton(props: Pick<ButtonProps, 'size' | 'look'>) {
  const { check } = useTexts();
  const { shell } = useApp();
  return (
    <Button {...props} onClick={() => shell.open({ kind: 'check' })}>
      <Stethoscope aria-hidden="true" />
      {check.open}
    </Button>
  );
}
