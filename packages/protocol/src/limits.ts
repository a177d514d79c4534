/** Apart from the schemas, so that a page can use them without the validator. */

/**
 * Largest message that the server takes, in bytes. Up to twice that an error ack says so; beyond,
 * the connection is closed before anything is read.
 */
export const MESSAGE_MAX_BYTES = 64 * 1024;

/** Files that one message may carry. */
export const MESSAGE_MAX_FILES = 10;

/** People whom the owner of a room may name to moderate it. */
export const MODERATORS_MAX = 50;

/** People who may wait at one room's door. */
export const KNOCKS_MAX = 50;

/** Messages about keys in one request. */
export const KEY_MESSAGES_MAX = 100;

/** One message about keys, in characters: a public key, and a sealed key twice as large as there is. */
export const KEY_MESSAGE_MAX_LENGTH = 1024;

/** Messages in one answer. */
export const MESSAGES_MAX = 100;

/** Largest report of somebody in trouble. */
export const REPORT_MAX_BYTES = 64 * 1024;

/** What they may write in it, in characters. */
export const REPORT_TEXT_MAX_LENGTH = 2000;
