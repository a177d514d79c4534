import { X } from 'lucide-react';
import { Component, type ReactNode, Suspense } from 'react';
import { useTexts } from '../hooks/app.ts';
import { useAfter } from '../hooks/useAfter.ts';
import { errorText } from '../i18n/index.ts';
import { Card } from './Card.tsx';
import { forgetFailures, LoadError } from './later.ts';
import { Logo } from './Logo.tsx';
import styles from './Part.module.css';
import { Button } from './ui/Button.tsx';
import { IconButton } from './ui/IconButton.tsx';

interface PartProps {
  /**
   * Where it says that it is loaded, or cannot be: in its own `place`, in a `notice` at the edge of
   * the page, or nowhere for what draws nothing.
   */
  says: 'place' | 'notice' | 'nothing';
  /** What stands there until it is loaded. */
  meanwhile?: ReactNode;
  /** The notice was sent away; what was wanted should not be wanted any more. */
  onDismiss?: () => void;
  children: ReactNode;
}

/** A part of the page that may be loaded later. What fails in it does not take the rest along. */
export class Part extends Component<PartProps, { failure: { error: unknown } | null }> {
  override state = { failure: null as { error: unknown } | null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  readonly #dismiss = () => {
    this.props.onDismiss?.();
    forgetFailures();
    this.setState({ failure: null });
  };

  override render() {
    const { says, meanwhile, children } = this.props;
    const { failure } = this.state;
    if (!failure) {
      const loading = says === 'nothing' ? null : <Loading says={says} />;
      return <Suspense fallback={meanwhile ?? loading}>{children}</Suspense>;
    }
    return (
      <>
        {meanwhile}
        {says === 'place' && <PlaceFailed error={failure.error} />}
        {says === 'notice' && <NoticeFailed error={failure.error} onDismiss={this.#dismiss} />}
      </>
    );
  }
}

/** Longer than that it takes only on a slow line. */
const SLOW_MS = 400;

function Loading({ says }: { says: 'place' | 'notice' }) {
  const texts = useTexts();
  const slow = useAfter(SLOW_MS);
  return (
    <output className={styles[says]}>
      {slow && (
        <span className={styles.loading}>
          <span className={styles.logo}>
            <Logo wobbling />
          </span>
          {texts.loading}
        </span>
      )}
    </output>
  );
}

function useFailureText(error: unknown) {
  const texts = useTexts();
  return error instanceof LoadError ? errorText(texts, 'loadFailed', 'call') : texts.broken;
}

function PlaceFailed({ error }: { error: unknown }) {
  const { title, help } = useFailureText(error);
  return (
    <Card alert title={title} lead={help}>
      <div>
        <ReloadButton />
      </div>
    </Card>
  );
}

function NoticeFailed({ error, onDismiss }: { error: unknown; onDismiss: () => void }) {
  const texts = useTexts();
  const { title, help } = useFailureText(error);
  return (
    <div className={styles.notice} role="alert">
      <div className={styles.failure}>
        <p>
          <b>{title}</b>
          <br />
          {help}
        </p>
        <IconButton label={texts.dismiss} size="small" side="left" onClick={onDismiss}>
          <X aria-hidden="true" />
        </IconButton>
        <ReloadButton />
      </div>
    </div>
  );
}

export function ReloadButton() {
  const texts = useTexts();
  return (
    <Button look="primary" onClick={() => location.reload()}>
      {texts.reload}
    </Button>
  );
}
