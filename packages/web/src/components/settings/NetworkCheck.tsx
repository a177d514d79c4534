import type { ClientError } from '@ottogi/client';
import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp, useRoomState, useTexts } from '../../hooks/app.ts';
import { errorText } from '../../i18n/index.ts';
import { type NetworkReport, verdictOf } from '../../model/call/network.ts';
import { Button } from '../ui/Button.tsx';
import { failureOf } from './failureOf.ts';
import styles from './NetworkCheck.module.css';

type Check =
  | { status: 'running' }
  | { status: 'done'; report: NetworkReport }
  | { status: 'failed'; error: ClientError };

/** Tries the ways to this server, and says in words what they are good for. */
export function NetworkCheck({ detailed = false }: { detailed?: boolean }) {
  const texts = useTexts();
  const [round, setRound] = useState(0);
  const check = useNetworkCheck(round);
  return (
    <section className={styles.check} aria-label={texts.settings.network}>
      <output className={styles.verdict}>
        <Verdict check={check} />
      </output>
      {detailed && check.status === 'done' && <Details report={check.report} />}
      {check.status !== 'running' && (detailed || !isGood(check)) && (
        <Button size="small" onClick={() => setRound(round + 1)}>
          {texts.settings.checkAgain}
        </Button>
      )}
    </section>
  );
}

function isGood(check: Check): boolean {
  return check.status === 'done' && verdictOf(check.report) === 'good';
}

const RUNNING: Check = { status: 'running' };

/** Each round is a check of its own, as soon as there is a server to ask. */
function useNetworkCheck(round: number): Check {
  const { client } = useApp();
  const connected = useRoomState((state) => state.connection.status === 'connected');
  const [last, setLast] = useState<{ round: number; check: Check } | null>(null);
  useEffect(() => {
    if (!connected) return;
    const abort = new AbortController();
    client.checkNetwork({ signal: abort.signal }).then(
      (report) => setLast({ round, check: { status: 'done', report } }),
      (cause: unknown) => {
        if (abort.signal.aborted) return;
        setLast({ round, check: { status: 'failed', error: failureOf(cause) } });
      },
    );
    return () => abort.abort();
  }, [client, connected, round]);
  return last?.round === round ? last.check : RUNNING;
}

function Verdict({ check }: { check: Check }) {
  const texts = useTexts();
  switch (check.status) {
    case 'running':
      return (
        <>
          <LoaderCircle className={styles.spinner} aria-hidden="true" />
          <span>{texts.settings.checkingNetwork}</span>
        </>
      );
    case 'done': {
      const verdict = verdictOf(check.report);
      const { title, help } = texts.settings.verdicts[verdict];
      const good = verdict === 'good';
      return <Words good={good} title={title} help={help} />;
    }
    case 'failed': {
      const { title, help } = errorText(texts, check.error, 'call');
      return <Words good={false} title={title} help={help} />;
    }
  }
}

function Words({ good, title, help }: { good: boolean; title: string; help: string }) {
  return (
    <>
      {good ? (
        <CircleCheck className={styles.good} aria-hidden="true" />
      ) : (
        <TriangleAlert className={styles.bad} aria-hidden="true" />
      )}
      <span>
        <b className={styles.title}>{title}</b>
        <span className={styles.help}>{help}</span>
      </span>
    </>
  );
}

function Details({ report }: { report: NetworkReport }) {
  const texts = useTexts();
  const ways = [
    ['UDP', report.udp],
    ['TCP', report.tcp],
    ['TURN', report.turn],
  ] as const;
  return (
    <dl className={styles.details}>
      {ways.map(([name, result]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-result={result}>{texts.settings.ways[result]}</dd>
        </div>
      ))}
      <div>
        <dt>{texts.call.roundTrip}</dt>
        <dd>{report.roundTripMs === null ? '–' : `${Math.round(report.roundTripMs)} ms`}</dd>
      </div>
    </dl>
  );
}
