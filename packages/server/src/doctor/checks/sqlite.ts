import { DatabaseSync } from 'node:sqlite';
import { IN_MEMORY, requireNewEnough, sqliteVersion } from '../../store/openDatabase.ts';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement } from '../Finding.ts';

export const sqlite: Check = {
  id: 'sqlite',
  run: async () => {
    const db = new DatabaseSync(IN_MEMORY);
    try {
      return judgeSqlite(sqliteVersion(db));
    } finally {
      db.close();
    }
  },
};

export function judgeSqlite(version: string): Judgement {
  try {
    requireNewEnough(version);
    return fine(`SQLite ${version}`);
  } catch {
    return problem(
      `SQLite ${version} is too old`,
      'In WAL mode a rare race could damage the database.',
      'npm start   (brings a Node with a newer SQLite along by itself)',
    );
  }
}
