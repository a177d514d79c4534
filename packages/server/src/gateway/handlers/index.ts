import { callHandlers } from './call.ts';
import { chatHandlers } from './chat.ts';
import { downlinkHandlers } from './downlink.ts';
import { encryptionHandlers } from './encryption.ts';
import type { HandlerContext, Handlers } from './Handler.ts';
import { dataHandlers } from './data.ts';
import { mediaHandlers } from './media.ts';
import { moderationHandlers } from './moderation.ts';
import { peopleHandlers } from './people.ts';
import { probeHandlers } from './probes.ts';
import { recordingHandlers } from './recording.ts';
import { roomHandlers } from './rooms.ts';
import { topologyHandlers } from './topology.ts';

/** What answers each request; a request without a handler does not compile. */
export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...callHandlers(context),
    ...mediaHandlers(context),
    ...dataHandlers(),
    ...topologyHandlers(context),
    ...downlinkHandlers(context),
    ...probeHandlers(context),
    ...roomHandlers(context),
    ...moderationHandlers(context),
    ...chatHandlers(context),
    ...peopleHandlers(context),
    ...recordingHandlers(context),
    ...encryptionHandlers(context),
  };
}
