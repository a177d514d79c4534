/** How something stands that Ottogi depends on. */
export interface Finding {
  /** Which check found it. */
  check: string;
  /** `warning`: some people will notice, or will one day. `problem`: many do, or nothing works. */
  level: 'ok' | 'warning' | 'problem';
  /** How it stands, in one sentence. */
  what: string;
  /** Why that matters; empty where all is well. */
  why: string;
  /** The line that mends it: a command, or a variable to set; empty where all is well. */
  mend: string;
}

export type Judgement = Omit<Finding, 'check'>;

export function fine(what: string): Judgement {
  return { level: 'ok', what, why: '', mend: '' };
}

export function warning(what: string, why: string, mend: string): Judgement {
  return { level: 'warning', what, why, mend };
}

export function problem(what: string, why: string, mend: string): Judgement {
  return { level: 'problem', what, why, mend };
}
