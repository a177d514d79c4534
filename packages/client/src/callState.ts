import type { JoinWish } from './JoinWish.ts';
import type { Membership } from './Membership.ts';
import type { CallState } from './state.ts';

/** What a call is made of at a moment. */
interface CallParts {
  wish: JoinWish | null;
  membership: Membership | null;
  /** The wish with which one waits to be let in. */
  knock: JoinWish | null;
  /** How things stand where there is neither wish nor membership. */
  failure: CallState;
}

/** How the call looks to people. */
export function callState({ wish, membership, knock, failure }: CallParts): CallState {
  const knocking = wish !== null && wish === knock;
  if (!membership) {
    if (!wish) return failure;
    return { status: knocking ? 'waiting' : 'joining', room: wish.room, name: wish.name };
  }
  const { roomId, peerId, media, linked, mediaLost } = membership;
  const { room, name } = membership.wish;
  const movingTo = !wish || wish === membership.wish ? null : wish.room;
  const recovering = !linked ? 'connection' : mediaLost ? 'media' : null;
  return { status: 'joined', room, name, roomId, peerId, media, movingTo, knocking, recovering };
}
