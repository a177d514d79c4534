export type { AccessSource } from './Admittance.ts';
export type { SendDataOptions } from './data/DataExchange.ts';
export type { CreateEncryptionWorker } from './encryption/FrameWorker.ts';
export type { PeerTrust } from './encryption/KeyExchange.ts';
export { createRoomSecret } from './encryption/roomSecret.ts';
export { ClientError } from './errors.ts';
export type { ClientErrorCode, LocalErrorCode } from './errors.ts';
export type { ClientEvents, LeaveReason, Shortfall } from './events.ts';
export { HAND_OVER_MAX_BYTES } from './files/Transfer.ts';
export type { Transfer, TransferStatus } from './files/Transfer.ts';
export type { JoinOptions } from './JoinWish.ts';
export type { AudioAssets } from './audio/assets.ts';
export type { MicrophoneLevel } from './audio/Microphone.ts';
export { DEFAULT_MICROPHONE, parseMicrophoneSettings } from './audio/microphoneSettings.ts';
export type { MicrophoneSettings } from './audio/microphoneSettings.ts';
export type { Heard, Loudness, Volumes } from './audio/volumes.ts';
export type { Draft } from './chat/Outbox.ts';
export type { BackgroundProcessor, BlurStrength, Processed } from './camera/Camera.ts';
export { DEFAULT_CAMERA, parseCameraSettings } from './camera/cameraSettings.ts';
export type { CameraSettings } from './camera/cameraSettings.ts';
export type { Checkup, CheckupOptions } from './checkup/Checkup.ts';
export { CHECKUP } from './checkup/findings.ts';
export type { CheckupFinding, CheckupName, CheckupResult } from './checkup/findings.ts';
export type { NetworkCheckOptions, NetworkReport, Verdict } from './NetworkCheck.ts';
export type { PublishOptions } from './Publisher.ts';
export { DEFAULT_SCREEN, parseScreenSettings } from './screenSettings.ts';
export type { ScreenSettings } from './screenSettings.ts';
export { createSecret } from './random.ts';
export type { Limitation } from './readings.ts';
export type { RecordingList } from './Recordings.ts';
export { RoomClient } from './RoomClient.ts';
export type { RoomClientOptions } from './RoomClient.ts';
export type { NewRoom, RoomChanges } from './RoomDirectory.ts';
export type { PersonChanges } from './SelfPerson.ts';
export {
  findPeer,
  INITIAL_STATE,
  isComparedWithAll,
  isModerated,
  isOwner,
  keyParts,
  mayModerate,
  mayRemove,
  ownRoom,
  roleOf,
  trackKey,
  unreadCount,
} from './state.ts';
export type {
  CallState,
  ChatState,
  ChatStatus,
  ConnectionState,
  DeviceInfo,
  DevicesState,
  DirectLink,
  DownlinkState,
  DownlinkWish,
  LocalPublication,
  MediaState,
  PendingFile,
  PendingMessage,
  PlaybackState,
  Quality,
  RoomState,
  SelfState,
  SettingsState,
  TrackKey,
} from './state.ts';
export type { CallStats, LayerStats, LocalStats, PathStats, TrackStats } from './Stats.ts';
export type { TileSize } from './viewPlan.ts';
export {
  cleanName,
  cleanText,
  mayEnter,
  mayEnterAll,
  MESSAGE_MAX_LENGTH,
  NAME_MAX_LENGTH,
  RECORDER_ID,
  RECORDING_KINDS,
  REPORT_TEXT_MAX_LENGTH,
  roomKey,
  TOPOLOGY_RULES,
} from '@ottogi/protocol';
export type {
  BanDocument,
  FileDocument,
  Grants,
  Kind,
  KnockDocument,
  LiveRecording,
  MessageDocument,
  PeerDocument,
  PersonDocument,
  ReportDocument,
  Publication,
  RecordedFile,
  RecordedSource,
  RecordingDocument,
  RecordingEndReason,
  RecordingKind,
  RoomDocument,
  RoomProfile,
  Source,
  TopologyName,
  TopologyRule,
} from '@ottogi/protocol';
