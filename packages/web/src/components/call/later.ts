import { later } from '../later.ts';

/** The door of a room; `PreJoin.preload()` where the address is one, while all else starts. */
export const PreJoin = later(() => import('./PreJoin.tsx').then((of) => of.PreJoin));

/** `InCall.preload()` when somebody is about to enter a room, so that entering waits for no code. */
export const InCall = later(() => import('./InCall.tsx').then((of) => of.InCall));
