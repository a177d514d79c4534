import type { DatabaseSync } from 'node:sqlite';
import type { BanRecord, PersonRecord } from '../Store.ts';
import { type Operations, parsed } from './operation.ts';
import { roomGuard } from './roomGuard.ts';

export function personOperations(
  db: DatabaseSync,
): Pick<Operations, 'person' | 'putPerson' | 'bans' | 'putBan' | 'deleteBan'> {
  const one = db.prepare('SELECT document FROM people WHERE personId = ?');
  const put = db.prepare('INSERT OR REPLACE INTO people (personId, document) VALUES (?, ?)');
  const allBans = db.prepare('SELECT roomId, document FROM bans');
  const ban = db.prepare(
    'INSERT OR REPLACE INTO bans (roomId, personId, document) VALUES (?, ?, ?)',
  );
  const unban = db.prepare('DELETE FROM bans WHERE roomId = ? AND personId = ?');
  const requireRoom = roomGuard(db);

  return {
    person(personId) {
      const row = one.get(personId);
      return row ? (parsed(row['document']) as PersonRecord) : null;
    },

    putPerson(person) {
      put.run(person.personId, JSON.stringify(person));
    },

    bans: () =>
      allBans.all().map(({ roomId, document }) => ({
        ...(parsed(document) as BanRecord),
        roomId: String(roomId),
      })),

    putBan({ roomId, ...document }) {
      requireRoom(roomId);
      ban.run(roomId, document.personId, JSON.stringify(document));
    },

    deleteBan(roomId, personId) {
      unban.run(roomId, personId);
    },
  };
}
