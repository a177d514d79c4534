/** What is asked of STUN and TURN servers, and of mediasoup's ICE. */
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  ATTRIBUTE,
  type Attributes,
  createTransactionId,
  decodeXorAddress,
  encodeXorAddress,
  METHOD,
  type StunAnswer,
} from './message.ts';
import { StunChannel, type StunTarget } from './StunChannel.ts';

/** The server understood, and said no; `code` as in RFC 8489, 14.8, and RFC 8656, 19. */
export class StunRefused extends Error {
  override readonly name = 'StunRefused';
  readonly code: number;

  constructor({ code, reason }: { code: number; reason: string }) {
    super(`${code} ${reason}`.trim());
    this.code = code;
  }
}

export interface IceCredentials {
  usernameFragment: string;
  password: string;
}

/** What RFC 8445 wants in a check; mediasoup looks that it is there, not at what it says. */
const PRIORITY = 0x6e7f_ffff;

/** UDP, by its number among the IP protocols: what a relay carries. */
const RELAY_UDP = Buffer.from([17, 0, 0, 0]);

/**
 * Asks a STUN server under which address it sees this machine (IPv4; null for another family).
 * @throws StunUnreachable, StunRefused
 */
export async function askBinding(target: StunTarget, timeoutMs: number): Promise<string | null> {
  return withChannel(target, timeoutMs, async (channel) => {
    const answer = await ask(channel, METHOD.binding, []);
    return decodeXorAddress(answer.attributes.get(ATTRIBUTE.xorMappedAddress));
  });
}

/**
 * Does what a browser does first with a candidate: a connectivity check (RFC 8445, 7.2). An ICE that
 * does not know the credentials says nothing at all.
 * @throws StunUnreachable, StunRefused
 */
export async function checkCandidate(
  target: StunTarget,
  ice: IceCredentials,
  timeoutMs: number,
): Promise<void> {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(PRIORITY);
  const attributes: Attributes = [
    [ATTRIBUTE.username, Buffer.from(`${ice.usernameFragment}:doctor`)],
    [ATTRIBUTE.priority, priority],
    [ATTRIBUTE.iceControlling, Buffer.alloc(8)],
  ];
  await withChannel({ ...target, framed: true }, timeoutMs, (channel) =>
    ask(channel, METHOD.binding, attributes, Buffer.from(ice.password)),
  );
}

export interface TurnUser {
  username: string;
  credential: string;
}

export interface Allocation {
  /** From which media would come; null where it is no IPv4 address. */
  relayAddress: string | null;
  /** Those of the wanted peers to which the relay will not send. */
  denied: string[];
}

/**
 * Makes an allocation as a browser would, asks for leave to send to `peers`, and gives it back.
 * @throws StunUnreachable, StunRefused: 401 for wrong credentials, 486 or 508 for one that is full
 */
export async function allocate(
  target: StunTarget,
  user: TurnUser,
  peers: readonly string[],
  timeoutMs: number,
): Promise<Allocation> {
  return withChannel(target, timeoutMs, async (channel) => {
    const transport = [ATTRIBUTE.requestedTransport, RELAY_UDP] as const;
    const session = await challenge(channel, user, transport);
    const answer = await session.ask(METHOD.allocate, [transport]);
    const denied: string[] = [];
    for (const peer of peers.filter((address) => isIPv4(address))) {
      const attribute = [ATTRIBUTE.xorPeerAddress, encodeXorAddress(peer, 9)] as const;
      await session.ask(METHOD.createPermission, [attribute]).catch((error: unknown) => {
        if (!(error instanceof StunRefused)) throw error;
        denied.push(peer);
      });
    }
    await session.ask(METHOD.refresh, [[ATTRIBUTE.lifetime, Buffer.alloc(4)]]);
    return {
      relayAddress: decodeXorAddress(answer.attributes.get(ATTRIBUTE.xorRelayedAddress)),
      denied,
    };
  });
}

/** The server names its realm and a nonce by refusing the first request (RFC 8489, 9.2). */
async function challenge(channel: StunChannel, user: TurnUser, first: Attributes[number]) {
  const refused = await channel.request({
    method: METHOD.allocate,
    transactionId: createTransactionId(),
    attributes: [first],
  });
  if (refused.error?.code !== 401) throw new StunRefused(refused.error ?? NO_CHALLENGE);
  const realm = refused.attributes.get(ATTRIBUTE.realm) ?? Buffer.alloc(0);
  const nonce = refused.attributes.get(ATTRIBUTE.nonce) ?? Buffer.alloc(0);
  const key = createHash('md5')
    .update(`${user.username}:${realm.toString()}:${user.credential}`)
    .digest();
  const credentials: Attributes = [
    [ATTRIBUTE.username, Buffer.from(user.username)],
    [ATTRIBUTE.realm, realm],
    [ATTRIBUTE.nonce, nonce],
  ];
  return {
    ask: (method: number, attributes: Attributes) =>
      ask(channel, method, [...attributes, ...credentials], key),
  };
}

const NO_CHALLENGE = { code: 500, reason: 'the server asked for no credentials' };

/** @throws StunUnreachable, StunRefused */
async function ask(
  channel: StunChannel,
  method: number,
  attributes: Attributes,
  key?: Buffer,
): Promise<StunAnswer> {
  const transactionId = createTransactionId();
  const answer = await channel.request({ method, transactionId, attributes, ...(key && { key }) });
  if (answer.error) throw new StunRefused(answer.error);
  return answer;
}

async function withChannel<T>(
  target: StunTarget,
  timeoutMs: number,
  use: (channel: StunChannel) => Promise<T>,
): Promise<T> {
  const channel = await StunChannel.open(target, timeoutMs);
  try {
    return await use(channel);
  } finally {
    channel.close();
  }
}
