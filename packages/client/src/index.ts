export { ClientError } from './errors.ts';
export type { ClientErrorCode, LocalErrorCode } from './errors.ts';
export type { ClientEvents, LeaveReason } from './events.ts';
export type { JoinOptions } from './Call.ts';
export type { PublishOptions } from './Publisher.ts';
export { RoomClient } from './RoomClient.ts';
export type { RoomClientOptions } from './RoomClient.ts';
export { findPeer, ownRoom, trackKey } from './state.ts';
export type {
  CallState,
  ConnectionState,
  LocalPublication,
  MediaState,
  RoomState,
  TrackKey,
} from './state.ts';
export type { PeerDocument, Publication, RoomDocument, Source } from '@ottogi/protocol';
