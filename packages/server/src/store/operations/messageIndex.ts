import type { DatabaseSync } from 'node:sqlite';
import { indexTokens, matchTokens } from '../bigrams.ts';

/** The full-text index: which messages of a room hold which pairs of characters. */
export function messageIndex(db: DatabaseSync) {
  const replace = db.prepare(
    'INSERT OR REPLACE INTO messageIndex (rowid, room, words) VALUES (?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM messageIndex WHERE rowid = ?');

  return {
    /** In place of what was indexed of this message before. */
    put(id: number, roomId: string, text: string): void {
      replace.run(id, roomToken(roomId), indexTokens(text));
    },
    remove(id: number): void {
      remove.run(id);
    },
  };
}

/** An FTS5 expression for a room's messages that hold every word; null where there is no word. */
export function matchInRoom(roomId: string, text: string): string | null {
  const words = matchTokens(text);
  return words === null ? null : `room : "${roomToken(roomId)}" AND words : (${words})`;
}

/** In the index too, or a search in a quiet room would wade through all that others wrote. */
function roomToken(roomId: string): string {
  return Buffer.from(roomId).toString('hex');
}
