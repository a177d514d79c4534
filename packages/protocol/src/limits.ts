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

/** Largest message that `sendData` takes: far less than every browser's SCTP takes in one piece. */
export const DATA_MAX_BYTES = 64 * 1024;

/** Longest label of one, in UTF-8. */
export const DATA_LABEL_MAX_BYTES = 64;

/** With all ends that a room can have. It stands below what mediasoup and all browsers take at once. */
export const DATA_FRAME_MAX_BYTES = 200 * 1024;

/** What one peer may send: so much in a row, and then one more for every so many ms. */
export const DATA_RATES = {
  messages: { burst: 200, refillMs: 10 },
  /** A megabyte, and then half of one a second. */
  bytes: { burst: 1_000_000, refillMs: 1 / 500 },
} as const;
