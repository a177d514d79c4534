/** `npm run token -- …`: signs a token as the server of the same environment takes it. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanName, SOURCES } from '@ottogi/protocol';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../config.ts';
import { type GrantClaims, grantClaims } from './claims.ts';
import { parseDuration } from './durations.ts';
import { mintToken, type TokenWish } from './mintToken.ts';
import { signingKey } from './tokenKey.ts';

const HELP = `npm run token -- --room <name> [--room <name> …] --for <time> [more]

  --room <name>        a room that may be entered; a * in it is a star
  --rooms <pattern>    all whose names fit, such as "team-*"; "*" for every room
  --for <time>         how long it holds: 90m, 2h, 7d
  --name <name>        how its bearer is called; otherwise they choose
  --subject <id>       who its bearer is, the same on every device
  --publish <sources>  what may be shown: ${SOURCES.join(',')}, or none; all if left out
  --no-subscribe       receives nothing of the others
  --no-chat            does not write
  --moderate           may do in these rooms what their owners may
  --admin              may read the state of the server by HTTP
  --key <file>         the private key (PEM), where the server has the public one
  --link <address>     prints a link to this address instead of the token

It goes by the environment of the server: OTTOGI_DATA_DIR, OTTOGI_TOKEN_…
`;

/** What the person who typed it can mend. */
class Mistake extends Error {}

const OPTIONS = {
  room: { type: 'string', multiple: true, default: [] as string[] },
  rooms: { type: 'string', multiple: true, default: [] as string[] },
  for: { type: 'string' },
  name: { type: 'string' },
  subject: { type: 'string' },
  publish: { type: 'string' },
  'no-subscribe': { type: 'boolean', default: false },
  'no-chat': { type: 'boolean', default: false },
  moderate: { type: 'boolean', default: false },
  admin: { type: 'boolean', default: false },
  key: { type: 'string' },
  link: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Options = ReturnType<typeof readOptions>;

function readOptions(args: string[]) {
  return parseArgs({ args, options: OPTIONS, strict: true }).values;
}

function wishOf(options: Options): TokenWish {
  const holdsMs = parseDuration(options.for ?? '');
  if (holdsMs === null) throw new Mistake('--for says how long it holds, such as 90m, 2h or 7d');
  const { name, subject } = options;
  if (name !== undefined && cleanName(name) === '') throw new Mistake('--name shows nothing');
  return {
    grants: grantsOf(options),
    ...(name !== undefined && { name: cleanName(name) }),
    ...(subject !== undefined && { subject }),
    expiresAt: Date.now() + holdsMs,
  };
}

function grantsOf(options: Options): GrantClaims {
  const { room, rooms, publish, moderate, admin } = options;
  if (room.length + rooms.length === 0 && !admin) {
    throw new Mistake('--room says which room it opens, --rooms "*" every one');
  }
  const sources = publish === 'none' ? [] : publish?.split(',').map((source) => source.trim());
  return grantClaims.parse({
    rooms: room,
    roomPatterns: rooms,
    ...(sources && { publish: sources }),
    subscribe: !options['no-subscribe'],
    chat: !options['no-chat'],
    moderate,
    admin,
  });
}

async function privateKey(path: string): Promise<KeyObject> {
  // npm goes to the project's folder; the person who typed the path may be in another one.
  const pem = await readFile(resolve(process.env['INIT_CWD'] ?? process.cwd(), path), 'utf8');
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Mistake('--key is an Ed25519 private key, as PEM');
}

async function run(args: string[]): Promise<string> {
  const options = readOptions(args);
  if (options.help) return HELP;
  const wish = wishOf(options);
  const { access, dataDir } = loadConfig(process.env);
  const key = options.key
    ? await privateKey(options.key)
    : await signingKey(access.token.key, dataDir);
  if (!key) throw new Mistake('the server has a public key: give the private one by --key <file>');
  const token = await mintToken(wish, key, access.token);
  return `${options.link === undefined ? token : linkTo(options.link, options.room, token)}\n`;
}

/** Into the one room that it opens, or to all of them. */
function linkTo(address: string, rooms: string[], token: string): string {
  if (!URL.canParse(address)) throw new Mistake('--link is an address, such as https://host:3443');
  const path = rooms.length === 1 ? `/r/${encodeURIComponent(rooms[0]!)}` : '/';
  return `${new URL(path, address).href}#token=${token}`;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    const [problem] = error.problems;
    return `${problem?.variable}="${problem?.value}": allowed is ${problem?.allowed}`;
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.')}: ${issue?.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  process.stdout.write(await run(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${explain(error)}\n\n${HELP}`);
  process.exitCode = 2;
}
