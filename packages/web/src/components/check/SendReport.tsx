import { type ClientError, REPORT_TEXT_MAX_LENGTH } from '@ottogi/client';
import { CircleCheck, Send, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useApp, useTexts } from '../../hooks/app.ts';
import { useFocusRescue } from '../../hooks/useFocusRescue.ts';
import { errorText } from '../../i18n/index.ts';
import { failureOf } from '../settings/failureOf.ts';
import { Button } from '../ui/Button.tsx';
import styles from './SendReport.module.css';

type Sending =
  | { status: 'idle' }
  | { status: 'sending' }
  | { status: 'sent'; reportId: string }
  | { status: 'failed'; error: ClientError };

/** One click tells the host what was found. What is sent can be read before, all of it. */
export function SendReport() {
  const texts = useTexts();
  const { client } = useApp();
  const [text, setText] = useState('');
  const [sending, setSending] = useState<Sending>({ status: 'idle' });
  const report = client.checkup.report(text);
  // The button goes when it is sent.
  const outcome = useFocusRescue<HTMLOutputElement>(sending.status);

  async function send() {
    setSending({ status: 'sending' });
    try {
      setSending({ status: 'sent', reportId: await client.checkup.send(report) });
    } catch (cause) {
      setSending({ status: 'failed', error: failureOf(cause) });
    }
  }

  return (
    <section className={styles.report} aria-label={texts.check.report}>
      <h2 className={styles.title}>{texts.check.report}</h2>
      <p className={styles.lead}>{texts.check.reportLead}</p>
      {sending.status !== 'sent' && (
        <>
          <ReportText text={text} onChange={setText} />
          <div>
            <Button look="primary" busy={sending.status === 'sending'} onClick={() => void send()}>
              <Send aria-hidden="true" />
              {sending.status === 'sending' ? texts.check.sending : texts.check.send}
            </Button>
          </div>
        </>
      )}
      <output ref={outcome} tabIndex={-1}>
        <Outcome sending={sending} />
      </output>
      <details>
        <summary className={styles.preview}>{texts.check.preview}</summary>
        <pre className={styles.content} lang="en">
          {JSON.stringify(report, null, 2)}
        </pre>
      </details>
    </section>
  );
}

function ReportText({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const texts = useTexts();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {texts.check.reportText}
      </label>
      <textarea
        id={id}
        className={styles.text}
        rows={3}
        maxLength={REPORT_TEXT_MAX_LENGTH}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Outcome({ sending }: { sending: Sending }) {
  const texts = useTexts();
  if (sending.status === 'sent') {
    return (
      <span className={styles.outcome} data-good="true">
        <CircleCheck aria-hidden="true" />
        <span>
          <b>{texts.check.sent(sending.reportId)}</b> {texts.check.sentHelp}
        </span>
      </span>
    );
  }
  if (sending.status !== 'failed') return null;
  const { title, help } = errorText(texts, sending.error.code, 'call');
  return (
    <span className={styles.outcome}>
      <TriangleAlert aria-hidden="true" />
      <span>
        <b>{title}</b> {help}
      </span>
    </span>
  );
}
