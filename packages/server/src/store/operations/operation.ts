import type { Store } from '../Store.ts';

/** What the store does, each by the name of its method. */
export type OperationName = Exclude<keyof Store, 'close'>;
export type Arguments<Name extends OperationName> = Parameters<Store[Name]>;
export type Result<Name extends OperationName> = Awaited<ReturnType<Store[Name]>>;

/** The methods of the store as they run on the database: at once, and throwing. */
export type Operations = {
  [Name in OperationName]: (...args: Arguments<Name>) => Result<Name>;
};

/** Writing needs a transaction and the disk; reading neither. */
export const OPERATION_KINDS = {
  rooms: 'read',
  putRoom: 'write',
  deleteRoom: 'write',
  person: 'read',
  putPerson: 'write',
  bans: 'read',
  putBan: 'write',
  deleteBan: 'write',
  postMessage: 'write',
  message: 'read',
  editMessage: 'write',
  deleteMessage: 'write',
  messages: 'read',
  messagesSince: 'read',
  searchMessages: 'read',
  putFile: 'write',
  file: 'read',
  filesBytes: 'read',
  deleteLooseFiles: 'write',
  fileIds: 'read',
  recordings: 'read',
  putRecording: 'write',
  deleteRecording: 'write',
} as const satisfies Record<OperationName, 'read' | 'write'>;

/** Documents come out as they went in: nothing else writes to the database. So a caller may say what they are. */
export function parsed(document: unknown): unknown {
  return JSON.parse(document as string);
}
