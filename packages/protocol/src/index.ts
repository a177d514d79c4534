export * from './documents.ts';
export * from './errors.ts';
export * from './handshake.ts';
export * from './media.ts';
export * from './notifications.ts';
export * from './requests.ts';
export * from './text.ts';
export * from './version.ts';
