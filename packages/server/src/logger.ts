import { pino, type Logger, type LevelWithSilent } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };
export type LogFormat = 'pretty' | 'json';

/**
 * What each level says: `error`, something failed that should not; `warn`, something went wrong
 * outside and Ottogi coped; `info`, what a host wants to follow: who comes and goes, workers,
 * start and stop; `debug`, single requests and media objects.
 */
export function createLogger(level: LevelWithSilent, format: LogFormat): Logger {
  if (format === 'json') return pino({ level });
  const stream = pretty({
    colorize: process.stdout.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    // One line an event: the message first, then its facts.
    singleLine: true,
  });
  return pino({ level }, stream);
}
