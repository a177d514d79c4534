/** Everything that is looked at when somebody is in trouble, each way it can turn out, and how bad that is. */
export type Level = 'ok' | 'warning' | 'problem';

export const CHECKUP = {
  /** Whether the browser gives devices to this address at all. */
  secureContext: { secure: 'ok', insecure: 'problem' },
  webRtc: { there: 'ok', missing: 'problem' },
  /** Whether media can be set up with this browser; `unknown` before the server has been reached. */
  browser: { known: 'ok', unsupported: 'problem', unknown: 'warning' },
  microphone: { granted: 'ok', askable: 'ok', refused: 'warning', none: 'warning' },
  camera: { granted: 'ok', askable: 'ok', refused: 'warning', none: 'warning' },
  /** Whether the browser plays without a click. */
  playback: { free: 'ok', held: 'warning' },
  /** By plain HTTP. */
  server: { answers: 'ok', silent: 'problem' },
  signaling: { webSocket: 'ok', polling: 'warning', lost: 'problem', refused: 'problem' },
  /** What a call can hope for, by the three ways below. */
  media: {
    good: 'ok',
    tcpOnly: 'warning',
    turnOnly: 'warning',
    blocked: 'problem',
    unknown: 'problem',
  },
  udp: { ok: 'ok', blocked: 'warning', unknown: 'warning' },
  tcp: { ok: 'ok', blocked: 'warning', unknown: 'warning' },
  turn: { ok: 'ok', blocked: 'warning', unknown: 'warning', notConfigured: 'ok' },
  roundTrip: { short: 'ok', long: 'warning', unknown: 'ok' },
  /** This device's, beside the server's. */
  clock: { right: 'ok', wrong: 'warning', unknown: 'ok' },
} as const satisfies Record<string, Record<string, Level>>;

export type CheckupName = keyof typeof CHECKUP;

export type CheckupResult<C extends CheckupName> = keyof (typeof CHECKUP)[C] & string;

export type CheckupFinding = {
  [C in CheckupName]: {
    check: C;
    result: CheckupResult<C>;
    level: Level;
    /** In ms, where there is something to count. */
    figure?: number;
  };
}[CheckupName];

export function finding<C extends CheckupName>(
  check: C,
  result: CheckupResult<C>,
  figure?: number | null,
): CheckupFinding {
  const levels: Record<string, Level> = CHECKUP[check];
  const level = levels[result] ?? 'problem';
  // A union of all checks is not seen to hold this one.
  return { check, result, level, ...(typeof figure === 'number' && { figure }) } as CheckupFinding;
}
