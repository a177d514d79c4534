/** What knocking at the own doors tells, whichever doors they are. */
import { fine, type Judgement, problem, warning } from './Finding.ts';

/** One address that was tried. */
export interface Attempt {
  /** As a person would write it: `192.168.0.5:40000`. */
  at: string;
  /** Whether the address is of this very machine. */
  own: boolean;
  /** Why nobody answered; null where somebody did. */
  failure: string | null;
}

export interface ReachWords {
  /** What answers: `UDP`, `HTTPS`. */
  door: string;
  /** What people notice where it does not. */
  why: string;
  /** Of the own firewall. */
  open: string;
  /** Of the router in front. */
  forward: string;
}

/** An own address that does not answer is wrong in any case; a foreign one may just not loop back. */
export function judgeReach(attempts: readonly Attempt[], words: ReachWords): Judgement {
  const failed = attempts.filter(({ failure }) => failure !== null);
  const told = (tried: readonly Attempt[]) => [...new Set(tried.map(({ at }) => at))].join(', ');
  const withReasons = (tried: readonly Attempt[]) =>
    [...new Set(tried.map(({ at, failure }) => `${at} (${failure})`))].join(', ');
  const own = failed.filter(({ own: isOwn }) => isOwn);
  if (own.length > 0) {
    return problem(`${words.door} does not answer at ${withReasons(own)}`, words.why, words.open);
  }
  if (failed.length > 0) {
    return warning(
      `${words.door} does not answer from here through ${withReasons(failed)}`,
      `The router in front does not forward it, or does not let its own network in that way. ${words.why}`,
      words.forward,
    );
  }
  return fine(`${words.door} answers at ${told(attempts)}`);
}

export function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
