/** The store's own thread: SQLite waits for the disk, and signaling must not. */
import type { DatabaseSync } from 'node:sqlite';
import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort,
} from 'node:worker_threads';
import { failureOf } from './failure.ts';
import { GroupCommit } from './GroupCommit.ts';
import { type DatabaseOptions, openDatabase } from './openDatabase.ts';
import { operationsOn } from './operations/operations.ts';
import type { FromThread, Request, ToThread } from './threadMessages.ts';

/** So that those who are behind a long queue hear of it in between. */
const MOST_AT_ONCE = 500;

if (!parentPort) throw new Error('thread.ts runs as a worker thread only');
serve(parentPort, workerData as DatabaseOptions);

/** The code is loaded now; the database is touched when somebody asks for it. */
function serve(port: MessagePort, options: DatabaseOptions): void {
  const tell = (message: FromThread) => port.postMessage(message);
  port.once('message', (first: ToThread) => {
    if (first.kind === 'close') return port.close();
    let db: DatabaseSync;
    let commits: GroupCommit;
    try {
      db = openDatabase(options);
      commits = new GroupCommit(db, operationsOn(db));
    } catch (error) {
      // With nothing left to listen to the thread ends.
      tell({ kind: 'refused', failure: failureOf(error) });
      return port.close();
    }
    tell({ kind: 'opened' });
    port.on('message', (next: ToThread) => {
      const { requests, closing } = waiting(port, next);
      tell({ kind: 'outcomes', outcomes: commits.run(requests) });
      if (!closing) return;
      db.close();
      port.close();
    });
  });
}

/** What has queued up while the disk was waited for. */
function waiting(port: MessagePort, first: ToThread): { requests: Request[]; closing: boolean } {
  const requests: Request[] = [];
  for (let next: ToThread | undefined = first; next;) {
    if (next.kind === 'close') return { requests, closing: true };
    if (next.kind === 'request') requests.push(next.request);
    if (requests.length === MOST_AT_ONCE) break;
    next = receiveMessageOnPort(port)?.message as ToThread | undefined;
  }
  return { requests, closing: false };
}
