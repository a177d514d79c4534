import { once } from 'node:events';
import { constants } from 'node:os';
import { banner } from './banner.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { OttogiServer } from './OttogiServer.ts';
import { Supervision } from './supervision.ts';

/** Longer than any close should take; then the process ends whatever hangs. */
const CLOSE_LIMIT_MS = 5_000;

/** A terminal sends Ctrl+C to every process of the group, so the same wish may come twice. */
const SECOND_SIGNAL_AFTER_MS = 1_000;

/** Clients are on the successor long before; who is not by then has gone away. */
const DRAIN_LIMIT_MS = 10_000;

const supervision = Supervision.find();
const config = configOrExit();
const logger = createLogger(config.log.level, config.log.format);
let server: OttogiServer | null = null;
let closingSince: number | null = null;

// The state after an exception that nobody caught is unknown: say so, and let the host restart.
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'unexpected error');
  process.exit(1);
});
listenToSignals();
server = await startOrExit(config, logger);
supervision?.tell('up');
if (supervision === null || supervision.start === 'first') {
  process.stdout.write(banner(config, server.ports, server.adminTokenPath, server.access));
} else {
  logger.info({ ...server.ports, mediaPort: config.media.firstPort }, 'up again');
}
void server.doctor.tell(logger);

function configOrExit(): Config {
  try {
    return loadConfig(process.env, supervision?.block);
  } catch (error) {
    exitIfConfigError(error);
    throw error;
  }
}

function exitIfConfigError(error: unknown): void {
  if (!(error instanceof ConfigError)) return;
  for (const { variable, value, allowed } of error.problems) {
    process.stderr.write(`Ottogi cannot start: ${variable}="${value}". Allowed: ${allowed}.\n`);
  }
  process.exit(2);
}

async function startOrExit(settings: Config, log: Logger): Promise<OttogiServer> {
  try {
    const patient = supervision !== null && supervision.start !== 'first';
    const prepared = await OttogiServer.prepare(settings, log, { patient });
    if (supervision?.start === 'update') {
      const opened = once(supervision, 'open');
      supervision.tell('prepared');
      await opened;
    }
    return await prepared.open();
  } catch (error) {
    exitIfConfigError(error);
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Ottogi cannot start: ${reason}\n`);
    log.debug({ err: error }, 'start failed');
    process.exit(1);
  }
}

function listenToSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => onSignal(signal));
  }
  supervision?.on('stop', () => close('stop'));
  supervision?.on('handOver', () => void handOver());
}

/** A SIGTERM that the supervisor did not get too is for this process alone: another one follows. */
function onSignal(signal: NodeJS.Signals): void {
  const replaceable = server && closingSince === null && supervision?.alive;
  if (signal === 'SIGTERM' && replaceable) supervision?.tell('restart');
  else close(signal);
}

function close(why: NodeJS.Signals | 'stop'): void {
  if (!server) process.exit(why === 'stop' ? 0 : 128 + constants.signals[why]);
  if (closingSince !== null) {
    if (performance.now() - closingSince > SECOND_SIGNAL_AFTER_MS) process.exit(1);
    return;
  }
  closingSince = performance.now();
  logger.info({ why }, 'closing');
  endWithin(CLOSE_LIMIT_MS, server.close());
}

async function handOver(): Promise<void> {
  if (!server || closingSince !== null) return;
  logger.info('handing over to a new process');
  try {
    await server.handOver();
  } catch (error) {
    // What is not saved by now was not acked; the successor must not wait for it.
    logger.error({ err: error }, 'handing over failed');
    process.exit(1);
  }
  supervision?.tell('released');
  await server.drained(DRAIN_LIMIT_MS);
  if (closingSince === null) close('stop');
}

function endWithin(limitMs: number, ending: Promise<void>): void {
  setTimeout(() => {
    logger.error('closing took too long');
    process.exit(1);
  }, limitMs).unref();
  ending.then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error({ err: error }, 'closing failed');
      process.exit(1);
    },
  );
}
