import type { CheckupFinding, CheckupName } from '@ottogi/client';
import { CircleCheck, CircleMinus, LoaderCircle, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../hooks/app.ts';
import type { Texts } from '../../i18n/index.ts';
import type { CheckText } from '../../i18n/en/check.ts';
import { browserName } from '../../model/call/browserName.ts';
import { SpeakerTest } from '../settings/SpeakerTest.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './CheckUp.module.css';
import { SendReport } from './SendReport.tsx';
import { CHECKS, type Look, useCheckup } from './useCheckup.ts';

/** Looks at everything that calls need, and says of each thing what it is, why it matters, what to do. */
export function CheckUp() {
  const texts = useTexts();
  const [round, setRound] = useState(0);
  const look = useCheckup(round);
  const running = look.status === 'running';
  return (
    <div className={styles.checkUp}>
      <Summary look={look} />
      <ul className={styles.list}>
        {inOrder(look).map((check) => (
          <Row key={check} check={check} finding={look.findings.get(check)} running={running} />
        ))}
      </ul>
      <div className={styles.actions}>
        <Button size="small" busy={running} onClick={() => setRound(round + 1)}>
          {texts.check.again}
        </Button>
        <SpeakerTest />
      </div>
      {!running && <SendReport key={round} />}
    </div>
  );
}

const URGENCY = ['problem', 'warning', 'ok'];

/** As they come while it looks; after that, what is wrong stands where one sees it first. */
function inOrder({ status, findings }: Look): CheckupName[] {
  if (status === 'running') return CHECKS;
  const urgency = (check: CheckupName) => URGENCY.indexOf(findings.get(check)?.level ?? 'ok');
  return CHECKS.toSorted((left, right) => urgency(left) - urgency(right));
}

function Summary({ look: { status, findings } }: { look: Look }) {
  const { check: texts } = useTexts();
  const bad = [...findings.values()].filter(({ level }) => level !== 'ok');
  const problems = bad.some(({ level }) => level === 'problem');
  return (
    <div className={styles.summary}>
      <output className={styles.verdict}>
        {status === 'running' && (
          <>
            <Mark level="waiting" />
            {texts.running(findings.size, CHECKS.length)}
          </>
        )}
        {status === 'failed' && (
          <>
            <Mark level="problem" />
            {texts.failed}
          </>
        )}
        {status === 'done' && (
          <>
            <Mark level={problems ? 'problem' : bad.length > 0 ? 'warning' : 'ok'} />
            {bad.length > 0 ? texts.toLookAt(bad.length) : texts.fine}
          </>
        )}
      </output>
      {status === 'running' && (
        <progress
          className={styles.progress}
          max={CHECKS.length}
          value={findings.size}
          aria-label={texts.title}
        />
      )}
      {status === 'done' && bad.length === 0 && <p className={styles.note}>{texts.fineHelp}</p>}
    </div>
  );
}

interface RowProps {
  check: CheckupName;
  finding: CheckupFinding | undefined;
  running: boolean;
}

function Row({ check, finding, running }: RowProps) {
  const texts = useTexts();
  if (!finding && !running) return null;
  const text = finding && wordsOf(texts, finding);
  const refused = finding?.result === 'refused' && finding.check !== 'signaling';
  return (
    <li className={styles.row} data-level={finding?.level ?? 'waiting'}>
      <Mark level={finding ? markOf(finding) : 'waiting'} />
      <div className={styles.words}>
        <p className={styles.name}>{texts.check.names[check]}</p>
        {finding && text && (
          <>
            <p className={styles.what}>
              {text.what}
              {figureOf(finding)}
            </p>
            {text.why && <p className={styles.note}>{text.why}</p>}
            {text.mend && (
              <p className={styles.mend}>
                {text.mend}
                {refused && ` ${texts.settings.permissionHelp[browserName(navigator.userAgent)]}`}
              </p>
            )}
          </>
        )}
      </div>
    </li>
  );
}

function wordsOf({ check: { results } }: Texts, { check, result }: CheckupFinding): CheckText {
  // Which results a check has, its type says; here any of them will do.
  return (results[check] as Record<string, CheckText>)[result]!;
}

/** Results of which there is nothing to say: nothing was looked at, and that is as it should be. */
const NOTHING_THERE = new Set<string>(['unknown', 'notConfigured']);

function markOf({ level, result }: CheckupFinding): keyof typeof MARKS {
  return level === 'ok' && NOTHING_THERE.has(result) ? 'none' : level;
}

/** Units are the same in every language. */
function figureOf({ check, level, figure }: CheckupFinding): string {
  if (figure === undefined || (check === 'clock' && level === 'ok')) return '';
  return check === 'clock' ? ` (${(figure / 1000).toFixed(1)} s)` : ` (${Math.round(figure)} ms)`;
}

const MARKS = {
  ok: CircleCheck,
  warning: TriangleAlert,
  problem: OctagonAlert,
  none: CircleMinus,
  waiting: LoaderCircle,
};

function Mark({ level }: { level: keyof typeof MARKS }) {
  const texts = useTexts();
  const Icon = MARKS[level];
  return (
    <span className={styles.mark} data-level={level}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{texts.check.levels[level]}</span>
    </span>
  );
}
