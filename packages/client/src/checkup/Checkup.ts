import { cleanText, type ReportDocument, REPORT_TEXT_MAX_LENGTH } from '@ottogi/protocol';
import { type ClientError, toClientError } from '../errors.ts';
import type { NetworkReport } from '../NetworkCheck.ts';
import type { RoomState } from '../state.ts';
import { device, playback, secureContext, webRtc } from './browserChecks.ts';
import { ErrorLog } from './ErrorLog.ts';
import { type CheckupFinding, finding } from './findings.ts';
import { sendReport } from './sendReport.ts';
import { readServerClock } from './serverClock.ts';

/** What a checkup needs of the client. */
export interface CheckupClient {
  /** Empty for the page's own origin. */
  serverUrl: string;
  state(): RoomState;
  subscribe(listener: () => void): () => void;
  /** Resolves when the state knows which devices there are. */
  listDevices(): Promise<void>;
  /** How signaling gets through now; null while it does not. */
  signalingWay(): 'webSocket' | 'polling' | null;
  /** Rejects with `unsupported` where media cannot be set up with this browser. */
  loadDevice(): Promise<unknown>;
  checkNetwork(abort?: AbortSignal): Promise<NetworkReport>;
}

export interface CheckupOptions {
  /** Ends it early; it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each finding as soon as it is there. */
  onFinding?: (finding: CheckupFinding) => void;
}

/** Past it nobody believes that a connection is still coming. */
const CONNECT_WITHIN_MS = 8_000;

/** Longer than this and people begin to talk at the same time (ITU-T G.114, both ways). */
const LONG_ROUND_TRIP_MS = 300;

/** Beyond it times look wrong to people, and credentials that expire may do so early. */
const WRONG_CLOCK_MS = 30_000;

/**
 * Finds out what is in the way of somebody in trouble, in a call or before one, and tells the host
 * of it in a report.
 */
export class Checkup {
  readonly #client: CheckupClient;
  readonly #errors = new ErrorLog();
  #findings: readonly CheckupFinding[] = [];
  #network: NetworkReport | null = null;

  constructor(client: CheckupClient) {
    this.#client = client;
  }

  /** Something failed: a report will tell. */
  failed(error: ClientError): void {
    this.#errors.add(error);
  }

  /**
   * Looks at everything there is to look at: ten seconds at most, where nothing gets through. Opens
   * no device, and disturbs no call.
   */
  async run({ signal, onFinding }: CheckupOptions = {}): Promise<readonly CheckupFinding[]> {
    const findings: CheckupFinding[] = [];
    const found = (...more: CheckupFinding[]) => {
      if (signal?.aborted) return;
      findings.push(...more);
      for (const each of more) onFinding?.(each);
    };
    signal?.throwIfAborted();
    found(secureContext(), webRtc(), playback(this.#client.state().playback));
    await Promise.all([
      this.#lookAtDevices(found),
      this.#lookAtServer(signal).then((of) => found(...of)),
      this.#lookAtConnection(found, signal),
    ]);
    signal?.throwIfAborted();
    this.#findings = findings;
    return findings;
  }

  /** What would be sent: of the last run, and of how things stand now. */
  report(text = ''): ReportDocument {
    const { connection, call, person, local, devices } = this.#client.state();
    const said = cleanText(text).slice(0, REPORT_TEXT_MAX_LENGTH).toWellFormed();
    return {
      ...(said !== '' && { text: said }),
      ...(person?.name && { name: person.name }),
      browser: {
        userAgent: navigator.userAgent.slice(0, 400),
        languages: navigator.languages.slice(0, 10),
      },
      server: connection.status === 'connected' ? connection.serverVersion : null,
      findings: this.#findings.map(({ check, level, result }) => ({ check, level, result })),
      ways: [...(this.#network?.ways ?? [])],
      states: {
        connection: connection.status,
        signaling: this.#client.signalingWay() ?? 'none',
        call: call.status,
        media: call.status === 'joined' ? call.media : 'none',
        microphone: local.microphone.status,
        camera: local.camera.status,
        microphones: `${devices.microphones.length}`,
        cameras: `${devices.cameras.length}`,
      },
      figures: Object.fromEntries(
        this.#findings.flatMap(({ check, figure }) =>
          figure === undefined ? [] : [[check, Math.round(figure)]],
        ),
      ),
      errors: this.#errors.documents(),
    };
  }

  /**
   * Sends a report to the host. Resolves to the short id under which they find it.
   * @throws ClientError `serverUnreachable`, `tooManyRequests`, `messageTooLarge`,
   *   `storeUnavailable`, `forbidden`, `invalidRequest`, `internal`
   */
  send(report: ReportDocument): Promise<string> {
    return sendReport(this.#client.serverUrl, report);
  }

  async #lookAtDevices(found: (finding: CheckupFinding) => void): Promise<void> {
    await this.#client.listDevices();
    const { devices } = this.#client.state();
    await Promise.all([
      device('microphone', devices).then(found),
      device('camera', devices).then(found),
    ]);
  }

  async #lookAtServer(abort?: AbortSignal): Promise<CheckupFinding[]> {
    const clock = await readServerClock(this.#client.serverUrl, abort);
    if (!clock) return [finding('server', 'silent'), finding('clock', 'unknown')];
    const wrong = Math.abs(clock.aheadMs) > WRONG_CLOCK_MS;
    return [
      finding('server', 'answers', clock.tookMs),
      finding('clock', wrong ? 'wrong' : 'right', clock.aheadMs),
    ];
  }

  async #lookAtConnection(
    found: (...findings: CheckupFinding[]) => void,
    abort?: AbortSignal,
  ): Promise<void> {
    await this.#settled(abort);
    const { status } = this.#client.state().connection;
    const way = this.#client.signalingWay();
    if (status !== 'connected' || way === null) {
      found(finding('signaling', status === 'refused' ? 'refused' : 'lost'));
      found(finding('browser', 'unknown'), ...mediaFindings(null));
      return;
    }
    found(finding('signaling', way));
    try {
      await this.#client.loadDevice();
      found(finding('browser', 'known'));
    } catch (cause) {
      const error = toClientError(cause, 'unsupported');
      this.failed(error);
      found(finding('browser', error.code === 'unsupported' ? 'unsupported' : 'unknown'));
    }
    found(...mediaFindings(await this.#lookAtNetwork(abort)));
  }

  async #lookAtNetwork(abort?: AbortSignal): Promise<NetworkReport | null> {
    this.#network = null;
    try {
      this.#network = await this.#client.checkNetwork(abort);
    } catch (error) {
      if (!abort?.aborted) this.failed(toClientError(error, 'unsupported'));
    }
    return this.#network;
  }

  /** Resolves once the connection stands, will never stand, or has taken too long. */
  #settled(abort?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const { status } = this.#client.state().connection;
        if (status === 'connected' || status === 'refused' || abort?.aborted) finish();
      };
      const stop = this.#client.subscribe(look);
      const timer = setTimeout(finish, CONNECT_WITHIN_MS);
      abort?.addEventListener('abort', look);
      function finish() {
        clearTimeout(timer);
        stop();
        abort?.removeEventListener('abort', look);
        resolve();
      }
      look();
    });
  }
}

/** Null where nothing could be tried. */
function mediaFindings(network: NetworkReport | null): CheckupFinding[] {
  const roundTripMs = network?.roundTripMs ?? null;
  const trip =
    roundTripMs === null ? 'unknown' : roundTripMs > LONG_ROUND_TRIP_MS ? 'long' : 'short';
  return [
    finding('media', network?.overall ?? 'unknown'),
    finding('udp', network?.udp ?? 'unknown'),
    finding('tcp', network?.tcp ?? 'unknown'),
    finding('turn', network?.turn ?? 'unknown'),
    finding('roundTrip', trip, roundTripMs),
  ];
}
