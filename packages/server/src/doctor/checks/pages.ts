import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { text as textOf } from 'node:stream/consumers';
import { isOwnAddress, ownAddresses } from '../../media/addresses.ts';
import type { Check, CheckContext } from '../Check.ts';
import { type Judgement, problem } from '../Finding.ts';
import { type Attempt, hostAndPort, judgeReach } from '../reach.ts';

const PATIENCE_MS = 3_000;

export const http: Check = {
  id: 'http',
  run: (context) => check(context, 'http', context.config.http, context.doors.http),
};

export const https: Check = {
  id: 'https',
  run: async (context) => {
    const { config, doors } = context;
    if (!config.https || !doors.https) return null;
    return check(context, 'https', config.https, doors.https);
  },
};

const DOORS = {
  http: {
    variable: 'PORT',
    why: 'Then the page does not open on this machine, or behind the proxy.',
  },
  https: { variable: 'OTTOGI_HTTPS_PORT', why: 'Then other devices cannot open the page.' },
};

/** Asks for `/healthz` at every address under which the page is to be found. */
async function check(
  context: CheckContext,
  scheme: 'http' | 'https',
  asked: { host: string; port: number },
  door: { port: number } | Error,
): Promise<Judgement | null> {
  const { variable, why } = DOORS[scheme];
  if (door instanceof Error) return notOpened(door, asked, variable, why);
  const hosts = hostsOf(asked.host, context).filter(
    (host) => !context.quick || isOwnAddress(host, context.interfaces),
  );
  if (hosts.length === 0) return null;
  const attempts = hosts.map((host) => attempt(context, scheme, host, door.port));
  return judgeReach(await Promise.all(attempts), {
    door: scheme.toUpperCase(),
    why,
    open: `sudo ufw allow ${door.port}/tcp   (or the same in the firewall that you have)`,
    forward: `forward TCP ${door.port} to this machine in your router, then open the page from another network`,
  });
}

function notOpened(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
  variable: string,
  why: string,
): Judgement {
  const at = `port ${port} on ${host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return problem(
        `${capital(at)} belongs to another program`,
        why,
        `${variable}=${port + 1} npm start   (or stop the program: ss -ltnp 'sport = :${port}')`,
      );
    case 'EACCES':
      return problem(`This user may not open ${at}`, why, `${variable}=${port + 8000} npm start`);
    default:
      return problem(
        `${capital(at)} cannot be opened (${error.message})`,
        why,
        `set ${variable === 'PORT' ? 'HOST' : 'OTTOGI_HTTPS_HOST'} to an address of this machine`,
      );
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function hostsOf(host: string, { config, interfaces }: CheckContext): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  const { announced } = config.media;
  return announced.length > 0 ? announced : ownAddresses(interfaces);
}

async function attempt(
  { interfaces }: CheckContext,
  scheme: 'http' | 'https',
  host: string,
  port: number,
): Promise<Attempt> {
  const at = hostAndPort(host, port);
  const failure = await whyNoAnswer(`${scheme}://${at}/healthz`);
  return { at, own: isOwnAddress(host, interfaces), failure };
}

/** Null where an Ottogi answers. Whether its certificate is any good is another check's matter. */
async function whyNoAnswer(url: string): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const options = { timeout: PATIENCE_MS, rejectUnauthorized: false, agent: false } as const;
  const get = url.startsWith('https:') ? getSecure : getPlain;
  const request = get(url, options, (response) => {
    textOf(response).then(
      (body) =>
        resolve(isOttogi(body) ? null : `something else answers, with ${response.statusCode}`),
      ({ message }: Error) => resolve(message),
    );
  });
  request.on('timeout', () => request.destroy(new Error('no answer')));
  request.on('error', ({ message }) => resolve(message));
  return promise;
}

function isOttogi(body: string): boolean {
  try {
    return (JSON.parse(body) as { status?: unknown }).status === 'ok';
  } catch {
    return false;
  }
}
