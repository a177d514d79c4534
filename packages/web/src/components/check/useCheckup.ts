import { CHECKUP, type CheckupFinding, type CheckupName } from '@ottogi/client';
import { useEffect, useState } from 'react';
import { useApp } from '../../hooks/app.ts';

export const CHECKS = Object.keys(CHECKUP) as CheckupName[];

export interface Look {
  status: 'running' | 'done' | 'failed';
  /** So far. */
  findings: ReadonlyMap<CheckupName, CheckupFinding>;
}

const NOTHING: Look = { status: 'running', findings: new Map() };

/** Each round is a checkup of its own. */
export function useCheckup(round: number): Look {
  const { client } = useApp();
  const [last, setLast] = useState<{ round: number; look: Look } | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const findings = new Map<CheckupName, CheckupFinding>();
    const show = (status: Look['status']) => {
      if (!abort.signal.aborted) setLast({ round, look: { status, findings: new Map(findings) } });
    };
    const onFinding = (finding: CheckupFinding) => {
      findings.set(finding.check, finding);
      show('running');
    };
    client.checkup.run({ signal: abort.signal, onFinding }).then(
      () => show('done'),
      () => show('failed'),
    );
    return () => abort.abort();
  }, [client, round]);
  return last?.round === round ? last.look : NOTHING;
}
