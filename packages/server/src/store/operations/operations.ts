import type { DatabaseSync } from 'node:sqlite';
import { fileOperations } from './files.ts';
import { messageReads } from './messageReads.ts';
import { messageWrites } from './messageWrites.ts';
import type { Operations } from './operation.ts';
import { personOperations } from './people.ts';
import { recordingOperations } from './recordings.ts';
import { roomOperations } from './rooms.ts';

/** Everything the store does, on one connection; each statement is prepared here, once. */
export function operationsOn(db: DatabaseSync): Operations {
  return {
    ...roomOperations(db),
    ...personOperations(db),
    ...messageWrites(db),
    ...messageReads(db),
    ...fileOperations(db),
    ...recordingOperations(db),
  };
}
