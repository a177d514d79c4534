import { existsSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPrivate, isReserved } from '../../addressRanges.ts';
import { type Interfaces, isOwnAddress, ownAddresses } from '../../media/addresses.ts';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

/** Whether clients are told addresses that can lead here. That they do is found out by knocking. */
export const addresses: Check = {
  id: 'addresses',
  run: async ({ config, interfaces, quick }) => {
    const { announced } = config.media;
    if (!quick) {
      const lost = await firstUnknownName(announced);
      if (lost !== null) return unknownName(lost);
    }
    return judgeAddresses({
      announced,
      interfaces,
      elsewhere: config.https !== null && !isLoopback(config.https.host),
      inContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
    });
  },
};

interface Announcing {
  announced: readonly string[];
  interfaces: Interfaces;
  /** Whether other devices are to come: HTTPS listens for them. */
  elsewhere: boolean;
  inContainer: boolean;
}

const WHY = 'People connect, see who is there, and hear and see nothing.';

export function judgeAddresses(of: Announcing): Judgement {
  const own = ownAddresses(of.interfaces);
  const told = of.announced.length > 0 ? of.announced : own;
  const set = `OTTOGI_ANNOUNCED_ADDRESS=${own.join(',')} npm start`;
  if (of.elsewhere && told.every(isLoopback)) return loopbackOnly(of.announced.length > 0, set);
  if (of.inContainer && of.announced.length === 0) {
    return warning(
      `Media is announced at ${told.join(', ')}, which may lead into this container only`,
      WHY,
      'OTTOGI_ANNOUNCED_ADDRESS=<the address of the machine around it>, and publish the media ports',
    );
  }
  const foreign = told.filter((address) => isIP(address) && !isOwnAddress(address, of.interfaces));
  const nowhere = foreign.find(isReserved);
  if (nowhere !== undefined) {
    return warning(`${nowhere} is announced, but leads nowhere: it is reserved`, WHY, set);
  }
  const moved = foreign.find(isPrivate);
  if (moved !== undefined) {
    return warning(
      `${moved} is announced, but is no address of this machine (${own.join(', ')})`,
      `It was mistyped, or the network gave this machine another one. ${WHY}`,
      set,
    );
  }
  return fine(summary(told, foreign));
}

function summary(told: readonly string[], foreign: readonly string[]): string {
  const where = `Media is announced at ${told.join(', ')}`;
  if (foreign.length > 0) {
    return `${where}; the router of ${foreign.join(', ')} has to forward the media ports`;
  }
  if (told.every(isLoopback)) return `${where}: for this machine alone`;
  if (told.every(isPrivate)) {
    return `${where}: for people in the same network`;
  }
  return where;
}

function loopbackOnly(asked: boolean, set: string): Judgement {
  return asked
    ? problem('Media is announced on loopback, while other devices are to come', WHY, set)
    : warning(
        'This machine has no network, so other devices cannot come',
        WHY,
        'connect it to a network, then start Ottogi again',
      );
}

function unknownName(name: string): Judgement {
  return problem(
    `${name} is announced, but no address is known for that name`,
    WHY,
    'correct OTTOGI_ANNOUNCED_ADDRESS, or the entry of the name',
  );
}

async function firstUnknownName(names: readonly string[]): Promise<string | null> {
  for (const name of names.filter((each) => isIP(each) === 0)) {
    const known = await lookup(name).catch(() => null);
    if (!known) return name;
  }
  return null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
