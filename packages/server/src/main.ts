import { banner } from './banner.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { OttogiServer } from './OttogiServer.ts';

/** Longer than any close should take; then the process ends whatever hangs. */
const CLOSE_LIMIT_MS = 5_000;

/** A terminal sends Ctrl+C to every process of the group, so the same wish may come twice. */
const SECOND_SIGNAL_AFTER_MS = 1_000;

const config = configOrExit();
const logger = createLogger(config.log.level, config.log.format);

// The state after an exception that nobody caught is unknown: say so, and let the host restart.
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'unexpected error');
  process.exit(1);
});

const server = await startOrExit(config, logger);
process.stdout.write(banner(config, server.ports, server.adminTokenPath));
closeOnSignal(server, logger);
void server.doctor.tell(logger);

function configOrExit(): Config {
  try {
    return loadConfig(process.env);
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
    return await OttogiServer.start(settings, log);
  } catch (error) {
    exitIfConfigError(error);
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Ottogi cannot start: ${reason}\n`);
    log.debug({ err: error }, 'start failed');
    process.exit(1);
  }
}

/**
 * mediasoup closes its workers at the first SIGINT or SIGTERM, so ours comes before it: people hear
 * that the server is closing, not that their media is lost.
 */
function closeOnSignal(running: OttogiServer, log: Logger): void {
  let firstAt: number | null = null;
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt !== null) {
      if (performance.now() - firstAt > SECOND_SIGNAL_AFTER_MS) process.exit(1);
      return;
    }
    firstAt = performance.now();
    log.info({ signal }, 'closing');
    setTimeout(() => {
      log.error('closing took too long');
      process.exit(1);
    }, CLOSE_LIMIT_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.prependListener(signal, onSignal);
  }
}
