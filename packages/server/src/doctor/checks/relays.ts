import { ownAddresses } from '../../media/addresses.ts';
import { iceServersFor } from '../../media/iceServers.ts';
import { allocate, askBinding, StunRefused } from '../../stun/requests.ts';
import type { StunTarget } from '../../stun/StunChannel.ts';
import type { Check, CheckContext } from '../Check.ts';
import { fine, type Judgement, problem, warning } from '../Finding.ts';

const PATIENCE_MS = 3_000;

interface Relay {
  url: string;
  username: string;
  credential: string;
}

/** Whether every STUN server tells this machine its address. */
export const stunServers: Check = {
  id: 'stunServers',
  slow: true,
  run: async ({ config }) => {
    const urls = config.ice.iceServers.flatMap((server) => server.urls);
    return worst(await Promise.all(urls.filter((url) => url.startsWith('stun')).map(lookAtStun)));
  },
};

/** Whether every TURN server really lends an address, and sends to where media is. */
export const turnServers: Check = {
  id: 'turnServers',
  slow: true,
  run: async (context) => {
    const servers = iceServersFor(context.config.ice, 'doctor', context.now());
    const relays = servers.flatMap(({ urls, username = '', credential = '' }) =>
      [urls]
        .flat()
        .filter((url) => url.startsWith('turn'))
        .map((url) => ({ url, username, credential })),
    );
    return worst(await Promise.all(relays.map((relay) => lookAtTurn(relay, context))));
  },
};

async function lookAtStun(url: string): Promise<Judgement> {
  try {
    const address = await askBinding(targetOf(url), PATIENCE_MS);
    return fine(`${url} answers${address ? `: this machine comes from ${address}` : ''}`);
  } catch (error) {
    return problem(
      `${url} does not help (${reasonOf(error)})`,
      'Browsers wait for it in vain before each call.',
      'take it out of OTTOGI_ICE_SERVERS, or name one that answers',
    );
  }
}

async function lookAtTurn(relay: Relay, context: CheckContext): Promise<Judgement> {
  const { announced } = context.config.media;
  const peers = announced.length > 0 ? announced : ownAddresses(context.interfaces);
  try {
    const { relayAddress, denied } = await allocate(targetOf(relay.url), relay, peers, PATIENCE_MS);
    const lent = `${relay.url} lends an address${relayAddress ? ` of ${relayAddress}` : ''}`;
    return denied.length > 0 ? deniedPeers(lent, denied, peers) : fine(lent);
  } catch (error) {
    return turnFailed(relay, error, context.config.ice.turn !== null);
  }
}

const WHY = 'People behind strict firewalls have no other way into a call.';

function deniedPeers(lent: string, denied: string[], peers: readonly string[]): Judgement {
  const judge = denied.length === peers.length ? problem : warning;
  return judge(
    `${lent}, but does not send to ${denied.join(', ')}, where media is`,
    WHY,
    `allowed-peer-ip=${denied[0]}   (in turnserver.conf, a line for each)`,
  );
}

function turnFailed({ url }: Relay, error: unknown, sharesSecret: boolean): Judgement {
  if (!(error instanceof StunRefused)) {
    return problem(
      `${url} does not answer (${reasonOf(error)})`,
      WHY,
      'start the TURN server, open its port there, or correct OTTOGI_TURN_URL',
    );
  }
  if (error.code === 401 || error.code === 431) {
    return problem(
      `${url} refuses the credentials (${error.message})`,
      `${WHY} Where the clock of one of the two is wrong, they have expired.`,
      sharesSecret
        ? 'set OTTOGI_TURN_SECRET to the static-auth-secret of turnserver.conf, which needs use-auth-secret'
        : 'correct username and credential in OTTOGI_ICE_SERVERS',
    );
  }
  const full = error.code === 486 || error.code === 508;
  return (full ? warning : problem)(
    `${url} lends no address (${error.message})`,
    WHY,
    full
      ? 'raise user-quota, total-quota or the range min-port…max-port in turnserver.conf'
      : 'look at the log of the TURN server',
  );
}

/** Of several servers the one that needs looking at most; null without any. */
function worst(judgements: readonly Judgement[]): Judgement | null {
  const bad = (['problem', 'warning'] as const)
    .map((level) => judgements.find((judgement) => judgement.level === level))
    .find((judgement) => judgement !== undefined);
  if (bad) return bad;
  return judgements.length > 0 ? fine(judgements.map(({ what }) => what).join('; ')) : null;
}

/** A `stun:`, `turn:` or `turns:` URL (RFC 7064, RFC 7065). */
export function targetOf(url: string): StunTarget {
  const match = /^(stuns?|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/.exec(url);
  const [, scheme = '', host = '', port, transport] = match ?? [];
  if (host === '') throw new TypeError(`${url} is no URL of a STUN or TURN server`);
  const secure = scheme.endsWith('s');
  return {
    protocol: secure ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (secure ? 5349 : 3478) : Number(port),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
