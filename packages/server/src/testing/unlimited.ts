import { LIMITS, type Limits } from '../limits/limits.ts';

const ENDLESS = { burst: Number.MAX_SAFE_INTEGER, refillMs: 1 };

/** Clients of tests have no media to connect, and stay all the same. */
export const UNCONNECTED: Limits = {
  ...LIMITS,
  call: { ...LIMITS.call, connectMs: 3_600_000 },
};

/** For tests that say more in a second than people in an hour: nobody is refused for asking often. */
export const UNLIMITED: Limits = {
  ...UNCONNECTED,
  requests: { ofSocket: ENDLESS, ofPerson: ENDLESS, ofAddress: ENDLESS, refusals: ENDLESS },
  newcomers: ENDLESS,
  session: { ...LIMITS.session, packets: ENDLESS },
  http: { ...LIMITS.http, ofAddress: ENDLESS, mostOpen: Number.MAX_SAFE_INTEGER },
};
