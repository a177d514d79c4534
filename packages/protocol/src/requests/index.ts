/** What a client asks. Every request carries an acknowledgement callback, which gets an `Ack`. */
import type { z } from 'zod';
import type { ErrorDocument } from '../errors.ts';
import { callRequests } from './call.ts';
import { chatRequests } from './chat.ts';
import { dataRequests } from './data.ts';
import { downlinkRequests } from './downlink.ts';
import { encryptionRequests } from './encryption.ts';
import { mediaRequests } from './media.ts';
import { moderationRequests } from './moderation.ts';
import { peopleRequests } from './people.ts';
import { probeRequests } from './probes.ts';
import { recordingRequests } from './recording.ts';
import { roomRequests } from './rooms.ts';
import { topologyRequests } from './topology.ts';

export { uploadAnswer } from './chat.ts';
export {
  callRequests,
  chatRequests,
  dataRequests,
  downlinkRequests,
  encryptionRequests,
  mediaRequests,
  moderationRequests,
  peopleRequests,
  probeRequests,
  recordingRequests,
  roomRequests,
  topologyRequests,
};

export const requests = {
  ...callRequests,
  ...mediaRequests,
  ...dataRequests,
  ...topologyRequests,
  ...downlinkRequests,
  ...probeRequests,
  ...roomRequests,
  ...moderationRequests,
  ...chatRequests,
  ...peopleRequests,
  ...recordingRequests,
  ...encryptionRequests,
};

export type RequestName = keyof typeof requests;

/** What the server's code sees: parsed, defaults filled in. */
export type RequestData<N extends RequestName> = z.output<(typeof requests)[N]['data']>;

/** What a client may send: fields with a default left out. */
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['data']>;

export type AckData<N extends RequestName> = z.output<(typeof requests)[N]['ack']>;

export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorDocument };
