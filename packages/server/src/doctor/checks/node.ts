import type { Check } from '../Check.ts';
import { fine, problem, type Judgement } from '../Finding.ts';

/** The first whose `node:sqlite` has a SQLite that is safe in WAL mode (see `openDatabase.ts`). */
const OLDEST = '24.16.0';

export const node: Check = {
  id: 'node',
  run: async () => judgeNode(process.versions.node),
};

export function judgeNode(version: string): Judgement {
  if (version.localeCompare(OLDEST, 'en', { numeric: true }) >= 0) return fine(`Node ${version}`);
  return problem(
    `Node ${version} is older than ${OLDEST}`,
    'Its SQLite may damage the database, and it does not run TypeScript as Ottogi needs it.',
    'npm start   (brings a newer Node along by itself)',
  );
}
