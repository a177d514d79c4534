// Loaded into a launched program ahead of its own code: when the launcher is gone without having
// passed a signal on (killed with SIGKILL, say), the program ends as on SIGTERM instead of living
// on unseen.

import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening must not keep a program alive that has nothing left to do.
  process.channel.unref();
}
