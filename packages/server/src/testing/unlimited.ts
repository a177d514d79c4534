import { LIMITS, type Limits } from '../limits/limits.ts';

const ENDLESS = { burst: Number.MAX_SAFE_INTEGER, refillMs: 1 };

/** For tests that say more in a second than people in an hour: nobody is refused for asking often. */
export const UNLIMITED: Limits = {
  ...LIMITS,
  requests: { ofSocket: ENDLESS, ofPerson: ENDLESS, ofAddress: ENDLESS, refusals: ENDLESS },
  newcomers: ENDLESS,
  http: { ...LIMITS.http, ofAddress: ENDLESS, mostOpen: Number.MAX_SAFE_INTEGER },
};
