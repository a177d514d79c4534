import type { ClientEvents } from './events.ts';
import type { JoinWish } from './JoinWish.ts';
import type { MediaSession, MediaSessionOwner } from './MediaSession.ts';
import type { MediaSetup, MembershipOwner } from './Membership.ts';
import type { PeerWish } from './Participation.ts';
import type { Requests } from './Signal.ts';
import type { CallState } from './state.ts';
import type { SuccessionOwner } from './Succession.ts';

/** A membership that stands, for whoever speaks to the server about it. */
export interface Entered {
  session: MediaSession;
  /** Out of nothing, from another call, or after a loss: on the same session as before, or another. */
  how: 'new' | 'moved' | 'again';
  roomId: string;
  /** What the join said; null where there was none, and the server knows what it knew before. */
  told: PeerWish | null;
  password: string | undefined;
}

export interface CallOwner
  extends Pick<MediaSessionOwner, 'tracksChanged'>, Pick<SuccessionOwner, 'isSent'> {
  readonly signal: Requests;
  readonly data: MembershipOwner['data'];
  /** @throws ClientError `unsupported`, and what `Encryption.check` throws */
  prepareMedia(wish: JoinWish): Promise<MediaSetup>;
  changed(call: CallState): void;
  /** How one wishes to take part at this moment. */
  participation(): PeerWish;
  entered(membership: Entered): void;
  /** There is none to publish in for now. */
  exited(): void;
  /** It stood, and is not joined again. */
  over(): void;
  emit<E extends 'joined' | 'left' | 'failed'>(event: E, data: ClientEvents[E]): void;
}
