import type { TransportDocument } from '@ottogi/protocol';
import { isOwnAddress } from '../../media/addresses.ts';
import type { MediaRouter, Protocol } from '../../media/MediaRouter.ts';
import { checkCandidate } from '../../stun/requests.ts';
import type { Check, CheckContext, ExaminedWorkers } from '../Check.ts';
import { type Judgement, problem } from '../Finding.ts';
import { type Attempt, hostAndPort, judgeReach } from '../reach.ts';

const PATIENCE_MS = 3_000;

export const mediaUdp: Check = { id: 'mediaUdp', run: (context) => check(context, 'udp') };
export const mediaTcp: Check = { id: 'mediaTcp', run: (context) => check(context, 'tcp') };

const WHY: Record<Protocol, string> = {
  udp: 'Sound and picture then go by TCP, and stutter when packets are lost.',
  tcp: 'People whose network blocks UDP then hear and see nothing.',
};

/** Knocks at every candidate that clients are told, of every worker, as their browsers would. */
async function check(context: CheckContext, protocol: Protocol): Promise<Judgement | null> {
  const { doors, config } = context;
  if (doors.workers instanceof Error) return notOpened(doors.workers, config.media.firstPort);
  const attempts = await knock(doors.workers, protocol, (address) => {
    const own = isOwnAddress(address, context.interfaces);
    return { own, skip: context.quick && !own };
  });
  if (attempts.length === 0) return null;
  const { from, to } = config.media.ports;
  const ports = `${from}:${to}`;
  return judgeReach(attempts, {
    door: `Media over ${protocol.toUpperCase()}`,
    why: WHY[protocol],
    open: `sudo ufw allow ${ports}/${protocol}   (or the same in the firewall that you have)`,
    forward: `forward ${protocol.toUpperCase()} ${ports} to this machine in your router, then open /check from another network`,
  });
}

function notOpened(error: Error, firstPort: number): Judgement {
  return problem(
    `The media ports cannot be opened: ${error.message}`,
    'Without them nobody hears or sees anybody.',
    `OTTOGI_RTC_PORT=${firstPort === 41_000 ? 42_000 : 41_000} npm start   (or stop what uses the port)`,
  );
}

type Look = (address: string) => { own: boolean; skip: boolean };

async function knock(workers: ExaminedWorkers, protocol: Protocol, look: Look): Promise<Attempt[]> {
  const routers = await workers.createRouterOnEach();
  try {
    const attempts = await Promise.all(routers.map((router) => knockAt(router, protocol, look)));
    return attempts.flat();
  } finally {
    for (const router of routers) router.close();
  }
}

async function knockAt(router: MediaRouter, protocol: Protocol, look: Look): Promise<Attempt[]> {
  const { iceParameters, iceCandidates } = router.transportDocument(
    await router.createTransport([protocol]),
  );
  const attempts = iceCandidates.map(({ address, port }) =>
    attempt({ protocol, host: address, port }, iceParameters, look(address)),
  );
  return (await Promise.all(attempts)).filter((tried) => tried !== null);
}

async function attempt(
  target: { protocol: Protocol; host: string; port: number },
  ice: TransportDocument['iceParameters'],
  { own, skip }: ReturnType<Look>,
): Promise<Attempt | null> {
  if (skip) return null;
  const at = hostAndPort(target.host, target.port);
  try {
    await checkCandidate(target, ice, PATIENCE_MS);
    return { at, own, failure: null };
  } catch (error) {
    return { at, own, failure: error instanceof Error ? error.message : String(error) };
  }
}
