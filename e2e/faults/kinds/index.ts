import type { Fault } from '../Fault.ts';
import { far, lossy, narrow } from './impairments.ts';
import {
  noDirectWay,
  noDirectWayInMesh,
  thirdComes,
  thirdComesInMesh,
  turnNeeded,
} from './links.ts';
import { clockJumped, storeLocked } from './machine.ts';
import { mixerKilled, mixersWorkerKilled } from './mixers.ts';
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
  mixersWorkerKilled,
  turnNeeded,
  noDirectWay,
  noDirectWayInMesh,
  thirdComes,
  thirdComesInMesh,
  storeLocked,
  clockJumped,
  frozen,
  asleep,
  lossy,
  far,
  narrow,
];
