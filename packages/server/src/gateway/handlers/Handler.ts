import type { AckData, RequestData, RequestName } from '@ottogi/protocol';
import type { Chat } from '../../chat/Chat.ts';
import type { Files } from '../../files/Files.ts';
import type { Logger } from '../../logger.ts';
import type { IceServerConfig } from '../../media/iceServers.ts';
import type { People } from '../../people/People.ts';
import type { Recordings } from '../../recordings/Recordings.ts';
import type { RoomKeeper } from '../../rooms/RoomKeeper.ts';
import type { ResumeTokens } from '../../rooms/ResumeTokens.ts';
import type { Rooms } from '../../rooms/Rooms.ts';
import type { Session } from '../Session.ts';

/** What requests work on. */
export interface HandlerContext {
  rooms: Rooms;
  people: People;
  keeper: RoomKeeper;
  chat: Chat;
  files: Files;
  recordings: Recordings;
  ice: IceServerConfig;
  resumeTokens: ResumeTokens;
  logger: Logger;
  /** Every session of a person. */
  sessionsOf: (personId: string) => Iterable<Session>;
}

/** Answers one request: exactly once `acknowledge`, or an exception. */
export type Handler<N extends RequestName> = (
  session: Session,
  data: RequestData<N>,
  acknowledge: (data: AckData<N>) => void,
) => Promise<void>;

/** The handlers of one file of the protocol's requests. */
export type HandlersOf<Requests> = {
  readonly [N in keyof Requests & RequestName]: Handler<N>;
};

export type Handlers = { readonly [N in RequestName]: Handler<N> };
