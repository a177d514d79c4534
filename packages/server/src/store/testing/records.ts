import type {
  BanRecord,
  FileRecord,
  NewMessage,
  PersonRecord,
  RecordingRecord,
  RoomRecord,
} from '../Store.ts';

export function aRoom(roomId = 'lounge'): RoomRecord {
  return {
    roomId,
    name: `Room ${roomId}`,
    topic: '',
    position: 1,
    ownerId: null,
    passwordHash: null,
    moderatorIds: [],
    locked: false,
    lobby: false,
    peerLimit: null,
    encrypted: false,
    topologyRule: 'auto',
    createdAt: 1_000,
  };
}

export function aBan(personId = 'eve'): BanRecord {
  return {
    personId,
    name: 'Eve',
    at: 1,
    until: null,
    addresses: ['192.0.2.7'],
    addressesUntil: 5,
    removals: 1,
  };
}

export function aPerson(personId = 'ada'): PersonRecord {
  return {
    personId,
    name: 'Ada',
    hue: 120,
    favourites: [],
    readSeqs: {},
    lastLocation: null,
    createdAt: 1_000,
    seenAt: 2_000,
  };
}

export function aMessage(messageId: string, changes: Partial<NewMessage> = {}): NewMessage {
  return {
    roomId: 'lounge',
    messageId,
    personId: 'ada',
    name: 'Ada',
    hue: 120,
    text: `text of ${messageId}`,
    replyTo: null,
    fileIds: [],
    at: 3_000,
    ...changes,
  };
}

export function aFile(fileId: string, changes: Partial<FileRecord> = {}): FileRecord {
  return {
    fileId,
    name: `${fileId}.png`,
    mimeType: 'image/png',
    sizeBytes: 10,
    width: 2,
    height: 3,
    roomId: 'lounge',
    personId: 'ada',
    uploadedAt: 2_000,
    ...changes,
  };
}

export function aRecording(recordingId: string, roomId = 'lounge'): RecordingRecord {
  const by = { personId: 'ada', name: 'Ada' };
  return { recordingId, roomId, kind: 'sources', by, since: 1, endedAt: null, endReason: null };
}
