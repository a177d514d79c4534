/** For `NODE_OPTIONS`: the wall clock of a server jumps when it is told to, as jumpingClock.mjs says. */
export const WITH_JUMPING_CLOCK = `--import ${new URL('jumpingClock.mjs', import.meta.url).href}`;
