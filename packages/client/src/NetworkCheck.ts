import type { AckData, IceServer, ReportDocument } from '@ottogi/protocol';
import type { Device, types } from 'mediasoup-client';
import { type Candidates, candidatesIn } from './checkup/candidates.ts';
import { toClientError, type ClientError } from './errors.ts';
import { roundTripOf } from './readings.ts';
import type { Requests } from './Signal.ts';

/** `unknown` where the server offered nothing to try. */
export type Verdict = 'ok' | 'blocked' | 'unknown';

export interface NetworkReport {
  /** Media straight to the server, as it should be. */
  udp: Verdict;
  /** Where UDP is blocked: it works, with more delay when packets are lost. */
  tcp: Verdict;
  /** By way of a TURN server, where the server names one. */
  turn: Verdict | 'notConfigured';
  /** On the best way that there is; null without one. */
  roundTripMs: number | null;
  /** What a call can hope for. */
  overall: 'good' | 'tcpOnly' | 'turnOnly' | 'blocked';
  /** What was tried, as a report to the host tells it. */
  ways: ReportDocument['ways'];
}

export interface NetworkCheckOptions {
  /** Ends the check early; it rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** How one way went. */
export type Outcome = ({ verdict: 'ok'; roundTripMs: number | null } | { verdict: 'blocked' }) & {
  trace?: Trace;
};

/** What was tried on it, and for how long. */
interface Trace extends Candidates {
  tookMs: number;
}

type Opened = AckData<'openProbe'>;

/** Longer than this nobody wants to wait before a call either. */
const CONNECT_WITHIN_MS = 6000;

/**
 * Tries each way that media can take to this server, all at the same time: a real transport each, up
 * to and with its DTLS handshake, and nothing is sent over it.
 */
class NetworkCheck {
  readonly #signal: Requests;
  readonly #device: Device;
  readonly #abort: AbortSignal | undefined;

  constructor(signal: Requests, device: Device, abort?: AbortSignal) {
    this.#signal = signal;
    this.#device = device;
    this.#abort = abort;
  }

  /**
   * @throws ClientError where nothing could be tried (`serverUnreachable`, `timeout`,
   *   `tooManyRequests`, `mediaUnavailable`, `unsupported`), and the reason of an aborted signal
   */
  async run(): Promise<NetworkReport> {
    this.#abort?.throwIfAborted();
    const opened = this.#open('udp');
    const [udp, tcp, turn] = await Promise.allSettled([
      opened.then((probe) => this.#connect(probe)),
      this.#open('tcp').then((probe) => this.#connect(probe)),
      opened.then(({ iceServers }) => this.#relayed(iceServers)),
    ]);
    this.#abort?.throwIfAborted();
    if (udp.status === 'rejected' && tcp.status === 'rejected') {
      throw toClientError(udp.reason, 'unsupported');
    }
    return reportOf(outcomeOf(udp), outcomeOf(tcp), outcomeOf(turn));
  }

  #open(protocol: 'udp' | 'tcp'): Promise<Opened> {
    return this.#signal.request('openProbe', { protocol });
  }

  /** Null where there is no TURN server. */
  async #relayed(iceServers: readonly IceServer[]): Promise<Outcome | null> {
    if (!iceServers.some(isTurn)) return null;
    const probe = await this.#open('udp');
    return this.#connect(probe, { iceServers: probe.iceServers, iceTransportPolicy: 'relay' });
  }

  /** Without a server to help, so that the way is the direct one, unless `how` says otherwise. */
  async #connect(
    { transport: { transportId, ...parameters } }: Opened,
    how: Pick<types.TransportOptions, 'iceServers' | 'iceTransportPolicy'> = { iceServers: [] },
  ): Promise<Outcome> {
    let transport: types.Transport | undefined;
    try {
      this.#abort?.throwIfAborted();
      transport = this.#device.createSendTransport({ id: transportId, ...parameters, ...how });
      const startedAt = performance.now();
      const connected = await this.#handshake(transport);
      const tookMs = performance.now() - startedAt;
      const stats = await transport.getStats();
      const trace = { tookMs, ...candidatesIn(stats) };
      if (!connected) return { verdict: 'blocked', trace };
      return { verdict: 'ok', roundTripMs: roundTripOf(stats), trace };
    } finally {
      transport?.close();
      // One that cannot be closed now closes by itself soon.
      this.#signal.request('closeProbe', { transportId }).catch(() => {});
    }
  }

  /** Resolves to whether ICE and DTLS came through in time. */
  async #handshake(transport: types.Transport): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const aborted = () => resolve(false);
    const timer = setTimeout(() => resolve(false), CONNECT_WITHIN_MS);
    const carried = emptyTrack();
    this.#abort?.addEventListener('abort', aborted);
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') resolve(true);
      if (state === 'failed') resolve(false);
    });
    transport.on('connect', ({ dtlsParameters }, proceed) => {
      proceed();
      this.#signal
        .request('connectProbe', { transportId: transport.id, dtlsParameters })
        .catch((error: unknown) => reject(error));
    });
    // The server need not know: nothing will come.
    transport.on('produce', (_parameters, accept) => accept({ id: transport.id }));
    try {
      // Only what has something to carry connects.
      transport
        .produce({ track: carried.track, stopTracks: false })
        .catch((error: unknown) => reject(error));
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#abort?.removeEventListener('abort', aborted);
      carried.end();
    }
  }
}

/** Checks one after another: of two at a time, each would take the other's load for the network's. */
export class NetworkChecks {
  readonly #signal: Requests;
  #last: Promise<unknown> = Promise.resolve();

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  /** Settles as the check does, which starts when those before it are over. */
  run(device: Device, abort?: AbortSignal): Promise<NetworkReport> {
    const report = this.#last.then(() => new NetworkCheck(this.#signal, device, abort).run());
    this.#last = report.catch(() => {});
    return report;
  }
}

/** What the ways together mean to somebody who wants to talk. */
export function reportOf(
  udp: Outcome | Error,
  tcp: Outcome | Error,
  turn: Outcome | Error | null,
): NetworkReport {
  const verdicts = {
    udp: verdictOf(udp),
    tcp: verdictOf(tcp),
    turn: turn === null ? ('notConfigured' as const) : verdictOf(turn),
  };
  const best = [udp, tcp, turn].find((outcome) => outcome !== null && verdictOf(outcome) === 'ok');
  return {
    ...verdicts,
    roundTripMs: best && 'roundTripMs' in best ? best.roundTripMs : null,
    overall: overallOf(verdicts),
    ways: Object.entries({ udp, tcp, turn }).flatMap(([way, outcome]) =>
      outcome && 'trace' in outcome && outcome.trace
        ? [{ way: way as 'udp' | 'tcp' | 'turn', verdict: outcome.verdict, ...outcome.trace }]
        : [],
    ),
  };
}

function overallOf({
  udp,
  tcp,
  turn,
}: Pick<NetworkReport, 'udp' | 'tcp' | 'turn'>): NetworkReport['overall'] {
  if (udp === 'ok') return 'good';
  if (tcp === 'ok') return 'tcpOnly';
  return turn === 'ok' ? 'turnOnly' : 'blocked';
}

function verdictOf(outcome: Outcome | Error): Verdict {
  return outcome instanceof Error ? 'unknown' : outcome.verdict;
}

function outcomeOf<T>(result: PromiseSettledResult<T>): T | ClientError {
  return result.status === 'fulfilled' ? result.value : toClientError(result.reason, 'unsupported');
}

function isTurn({ urls }: IceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/i.test(url));
}

/** The receiving end of a connection that was never made: live, silent, and no device is opened. */
function emptyTrack(): { track: MediaStreamTrack; end(): void } {
  const connection = new RTCPeerConnection();
  const { track } = connection.addTransceiver('audio').receiver;
  return { track, end: () => connection.close() };
}
