import { availableParallelism } from 'node:os';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { iceServer, type IceServer, TOPOLOGY_RULES } from '@ottogi/protocol';
import { z } from 'zod';
import { accessProblems, accessSettings, accessVariables } from './access/settings.ts';
import { ADMIN_TOKEN } from './dataDir.ts';

/** One wrong variable, said so that a person can mend it. */
export interface ConfigProblem {
  variable: string;
  value: string;
  allowed: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    super(problems.map((p) => `${p.variable}=${p.value}: allowed is ${p.allowed}`).join('\n'));
    this.problems = problems;
  }
}

const HIGHEST_PORT = 65_535;

function port(fallback: number) {
  return z
    .stringFormat('port', (text) => /^\d{1,5}$/.test(text) && Number(text) <= HIGHEST_PORT)
    .transform(Number)
    .prefault(String(fallback))
    .describe(`a port number, 0 to ${HIGHEST_PORT}`);
}

// What ends in a number is an address, or a mistyped one (RFC 3696, section 2).
const hostName =
  /^(?=.{1,253}$)([a-z\d]([\w-]*[a-z\d])?\.)*(?=[\w-]*[a-z])[a-z\d]([\w-]*[a-z\d])?$/i;
const isAddress = (text: string) => isIP(text) !== 0;
const isHost = (text: string) => isAddress(text) || hostName.test(text);

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Of 2^20 bytes, so that a file passes by whichever way its owner counts. */
const BYTES_PER_MB = 1_048_576;

const MS_PER_HOUR = 3_600_000;

function wholeNumber(fallback: number, max: number) {
  return z
    .stringFormat('whole number', (text) => /^\d{1,9}$/.test(text) && isWithin(Number(text), max))
    .transform(Number)
    .prefault(String(fallback))
    .describe(`a whole number, 1 to ${max}`);
}

function isWithin(count: number, max: number): boolean {
  return count >= 1 && count <= max;
}

const flag = z
  .enum(['0', '1'])
  .transform((text) => text === '1')
  .prefault('0')
  .describe('0 or 1');

/** Without them a browser refuses a TURN server, and with it every call. */
function hasCredentials({ urls, username, credential }: IceServer): boolean {
  const needed = [urls].flat().some((url) => /^turns?:/.test(url));
  return !needed || (username !== undefined && credential !== undefined);
}

/** A JSON array of RTCIceServer, or the plain URLs of servers without credentials. */
const iceServers = z
  .string()
  .transform((text, context) => {
    try {
      const raw: unknown = text.trimStart().startsWith('[')
        ? JSON.parse(text)
        : list(text).map((urls) => ({ urls }));
      const servers = z.array(iceServer).parse(raw);
      const urls = servers.flatMap((server) => server.urls);
      const schemesFit = urls.every((url) => /^(stuns?|turns?):\S+$/.test(url));
      if (schemesFit && servers.every(hasCredentials)) return servers;
    } catch {
      // Reported below, like URLs of another scheme.
    }
    context.addIssue('not ICE servers');
    return z.NEVER;
  })
  .prefault('')
  .describe(
    'URLs such as stun:host:3478, comma-separated, or a JSON array of RTCIceServer, in which turn: has username and credential',
  );

/** Encoders want an even number of pixels each way. */
const mixPicture = z
  .string()
  .regex(/^\d{3,4}x\d{3,4}@\d{1,2}$/)
  .transform((text) => {
    const [width = 0, height = 0, framesPerSecond = 0] = text.split(/[x@]/).map(Number);
    return { width, height, framesPerSecond };
  })
  .refine(({ width, height }) => width % 2 === 0 && height % 2 === 0)
  .refine(({ framesPerSecond }) => isWithin(framesPerSecond, 60))
  .prefault('1280x720@25')
  .describe('an even width, an even height and pictures a second, such as 1280x720@25');

const variables = z.object({
  PORT: port(3000),
  HOST: z
    .string()
    .refine((text) => text !== 'off' && isHost(text))
    // Where the name has an address in each family there would be two servers.
    .transform((text) => (text === 'localhost' ? '127.0.0.1' : text))
    .prefault('127.0.0.1')
    .describe('an IP address or a host name'),
  OTTOGI_HTTPS_PORT: port(3443),
  OTTOGI_HTTPS_HOST: z
    .string()
    .refine((text) => text === 'off' || isHost(text))
    .prefault('0.0.0.0')
    .describe('an IP address, a host name, or off'),
  OTTOGI_TLS_CERT: z.string().optional().describe('the path of a PEM certificate'),
  OTTOGI_TLS_KEY: z.string().optional().describe('the path of a PEM key'),
  OTTOGI_DATA_DIR: z.string().prefault('./data').describe('a folder'),
  OTTOGI_RTC_PORT: z
    .stringFormat('media port', (text) => /^\d{4,5}$/.test(text) && Number(text) >= 1024)
    .transform(Number)
    .prefault('40000')
    .describe(`a port number from 1024; with two ports for each worker none above ${HIGHEST_PORT}`),
  OTTOGI_ANNOUNCED_ADDRESS: z
    .string()
    .transform(list)
    .refine((addresses) =>
      addresses.every((text) => isHost(text) && text !== '0.0.0.0' && text !== '::'),
    )
    .prefault('')
    .describe('IP addresses or host names under which clients reach this machine, comma-separated'),
  OTTOGI_WORKERS: wholeNumber(availableParallelism(), 999),
  OTTOGI_ADMIN_TOKEN: z
    .string()
    .regex(ADMIN_TOKEN)
    .optional()
    .describe('16 to 256 printable ASCII characters without spaces'),
  ...accessVariables,
  OTTOGI_ICE_SERVERS: iceServers,
  OTTOGI_STUN_PORT: z
    .string()
    .refine((text) => text === 'off' || (/^\d{1,5}$/.test(text) && Number(text) <= HIGHEST_PORT))
    .transform((text) => (text === 'off' ? null : Number(text)))
    .prefault('3478')
    .describe(`a port number, 0 to ${HIGHEST_PORT}, or off`),
  OTTOGI_TURN_URL: z
    .string()
    .transform(list)
    .refine((urls) => urls.length > 0 && urls.every((url) => /^turns?:\S+$/.test(url)))
    .optional()
    .describe('URLs such as turn:host:3478?transport=udp, comma-separated'),
  OTTOGI_TURN_SECRET: z.string().optional().describe('the secret that the TURN server shares'),
  OTTOGI_MAX_ROOMS: wholeNumber(1000, 100_000),
  OTTOGI_MAX_PEERS: wholeNumber(5000, 100_000),
  OTTOGI_FILE_MAX_MB: wholeNumber(25, 10_000),
  OTTOGI_FILES_MAX_MB: wholeNumber(5000, 100_000_000),
  OTTOGI_CHROMIUM: z.string().optional().describe('the path of a Chromium, or off'),
  OTTOGI_MAX_MIXERS: wholeNumber(Math.max(1, Math.floor(availableParallelism() / 2)), 1_000),
  OTTOGI_MIX: mixPicture,
  OTTOGI_RECORDINGS_MAX: wholeNumber(4, 100),
  OTTOGI_RECORDING_MAX_HOURS: wholeNumber(4, 72),
  OTTOGI_FFMPEG: z.string().prefault('ffmpeg').describe('the name or path of ffmpeg'),
  OTTOGI_AUTOPUBLISH: flag,
  OTTOGI_TOPOLOGY: z
    .enum(TOPOLOGY_RULES)
    .prefault('auto')
    .describe(`${TOPOLOGY_RULES.join(', ')}: how rooms connect people of which nothing is said`),
  OTTOGI_ALLOWED_ORIGINS: z
    .string()
    .transform(list)
    .refine((origins) => origins.every(isOrigin))
    .prefault('')
    .describe('origins of other pages such as https://example.org, comma-separated'),
  OTTOGI_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .prefault('info')
    .describe('fatal, error, warn, info, debug, trace or silent'),
  OTTOGI_LOG_FORMAT: z.enum(['pretty', 'json']).prefault('pretty').describe('pretty or json'),
});

export type Config = ReturnType<typeof loadConfig>;

/**
 * The settings of the server, from the environment. An empty variable counts as not set.
 * @param block Which of the two blocks of media ports: a successor takes the one that is free.
 * @throws ConfigError naming every wrong variable at once.
 */
export function loadConfig(env: NodeJS.ProcessEnv, block: 0 | 1 = 0) {
  const set = Object.fromEntries(
    Object.keys(variables.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const result = variables.safeParse(set);
  if (!result.success) {
    const names = new Set(result.error.issues.map(({ path }) => String(path[0])));
    throw new ConfigError([...names].map((name) => problem(name, env)));
  }
  checkTogether(result.data, env);
  return structured(result.data, block);
}

const SECRETS: ReadonlySet<string> = new Set([
  'OTTOGI_ADMIN_TOKEN',
  'OTTOGI_PASSWORD',
  'OTTOGI_ICE_SERVERS',
  'OTTOGI_TURN_SECRET',
]);

function problem(variable: string, env: NodeJS.ProcessEnv, allowed?: string): ConfigProblem {
  const shape: Record<string, z.ZodType> = variables.shape;
  // A secret that is refused must not end up in a log.
  const secret = SECRETS.has(variable);
  const value = secret && env[variable] ? '***' : (env[variable] ?? '');
  return { variable, value, allowed: allowed ?? shape[variable]?.description ?? 'another value' };
}

type Variables = z.output<typeof variables>;

/** What makes sense only beside another variable. */
function checkTogether(set: Variables, env: NodeJS.ProcessEnv): void {
  const problems: ConfigProblem[] = [];
  const needs = (variable: keyof Variables, other: keyof Variables) => {
    if (env[variable] && !env[other]) {
      problems.push(problem(other, env, `a value, since ${variable} is set`));
    }
  };
  needs('OTTOGI_TLS_CERT', 'OTTOGI_TLS_KEY');
  needs('OTTOGI_TLS_KEY', 'OTTOGI_TLS_CERT');
  needs('OTTOGI_TURN_URL', 'OTTOGI_TURN_SECRET');
  needs('OTTOGI_TURN_SECRET', 'OTTOGI_TURN_URL');
  for (const { variable, allowed } of accessProblems(set)) {
    problems.push(problem(variable, env, allowed));
  }
  if (set.OTTOGI_RTC_PORT + 2 * set.OTTOGI_WORKERS - 1 > HIGHEST_PORT) {
    problems.push(problem('OTTOGI_RTC_PORT', env));
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function structured(set: Variables, block: 0 | 1) {
  return {
    http: { host: set.HOST, port: set.PORT },
    https:
      set.OTTOGI_HTTPS_HOST === 'off'
        ? null
        : {
            host: set.OTTOGI_HTTPS_HOST,
            port: set.OTTOGI_HTTPS_PORT,
            files:
              set.OTTOGI_TLS_CERT && set.OTTOGI_TLS_KEY
                ? { cert: set.OTTOGI_TLS_CERT, key: set.OTTOGI_TLS_KEY }
                : null,
          },
    dataDir: resolve(set.OTTOGI_DATA_DIR),
    media: {
      firstPort: set.OTTOGI_RTC_PORT + block * set.OTTOGI_WORKERS,
      /** Both blocks, for firewalls and routers. */
      ports: { from: set.OTTOGI_RTC_PORT, to: set.OTTOGI_RTC_PORT + 2 * set.OTTOGI_WORKERS - 1 },
      workers: set.OTTOGI_WORKERS,
      announced: set.OTTOGI_ANNOUNCED_ADDRESS,
    },
    ice: {
      iceServers: set.OTTOGI_ICE_SERVERS,
      /** Where this server answers itself; null where it had better not. */
      stunPort: set.OTTOGI_STUN_PORT,
      turn: set.OTTOGI_TURN_SECRET
        ? { urls: set.OTTOGI_TURN_URL ?? [], secret: set.OTTOGI_TURN_SECRET }
        : null,
    },
    adminToken: set.OTTOGI_ADMIN_TOKEN ?? null,
    access: accessSettings(set),
    maxRooms: set.OTTOGI_MAX_ROOMS,
    maxPeers: set.OTTOGI_MAX_PEERS,
    files: {
      // A file for which there is no room in all is too large by itself.
      maxBytes: Math.min(set.OTTOGI_FILE_MAX_MB, set.OTTOGI_FILES_MAX_MB) * BYTES_PER_MB,
      totalMaxBytes: set.OTTOGI_FILES_MAX_MB * BYTES_PER_MB,
    },
    mixers: {
      chromium: set.OTTOGI_CHROMIUM ?? null,
      most: set.OTTOGI_MAX_MIXERS,
      picture: set.OTTOGI_MIX,
    },
    recordings: {
      most: set.OTTOGI_RECORDINGS_MAX,
      longestMs: set.OTTOGI_RECORDING_MAX_HOURS * MS_PER_HOUR,
      ffmpeg: set.OTTOGI_FFMPEG,
    },
    autopublish: set.OTTOGI_AUTOPUBLISH,
    topologyRule: set.OTTOGI_TOPOLOGY,
    allowedOrigins: set.OTTOGI_ALLOWED_ORIGINS,
    log: { level: set.OTTOGI_LOG_LEVEL, format: set.OTTOGI_LOG_FORMAT },
  };
}
