import { later } from '../later.ts';

/** `InCall.preload()` when somebody is about to enter a room, so that entering waits for no code. */
export const InCall = later(() => import('./InCall.tsx').then((of) => of.InCall));
