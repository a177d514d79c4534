import type { Fault } from '../Fault.ts';
import { far, lossy, narrow } from './impairments.ts';
import { clockJumped, storeLocked } from './machine.ts';
import { mixerKilled } from './mixers.ts';
import { addressChanged, udpDead } from './networks.ts';
import { serverKilled, serverUpdated, workerHung, workerKilled } from './processes.ts';
import { halfOpen, socketCut } from './signaling.ts';
import { asleep, frozen } from './sleep.ts';

/** All that `npm run faults` lets happen, in this order. */
export const FAULTS: readonly Fault[] = [
  socketCut,
  halfOpen,
  workerKilled,
  workerHung,
  serverKilled,
  serverUpdated,
  addressChanged,
  udpDead,
  mixerKilled,
  storeLocked,
  clockJumped,
  frozen,
  asleep,
  lossy,
  far,
  narrow,
];
