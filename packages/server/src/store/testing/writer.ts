/**
 * A program to be killed: node writer.ts <database> <room> <how many> <how many at once>. Posts
 * messages and prints each one's id and place when it is acked.
 */
import { writeSync } from 'node:fs';
import { SqliteStore } from '../SqliteStore.ts';
import { aMessage, aRoom } from './records.ts';

const [path = '', roomId = '', count = '', atOnce = ''] = process.argv.slice(2);
const store = await SqliteStore.open(path);
await store.putRoom(aRoom(roomId));

for (let start = 0; start < Number(count); start += Number(atOnce)) {
  await Promise.all(
    Array.from({ length: Number(atOnce) }, async (_, offset) => {
      const sent = aMessage(`m${start + offset}`, { roomId, text: `회의 ${start + offset}` });
      const { message } = await store.postMessage(sent);
      // Synchronous: what is printed has left the process before it can be killed.
      writeSync(1, `${message.messageId} ${message.messageSeq}\n`);
    }),
  );
}
await store.close();
