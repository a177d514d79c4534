import { readdir, readFile } from 'node:fs/promises';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

/** Each connection takes one; below this a few hundred people are too many. */
const FEW = 4_096;

const MEND = 'ulimit -n 65536 && npm start   (systemd: LimitNOFILE=65536)';

/** How many files and connections this user's processes may have open, where the system says so. */
export const openFiles: Check = {
  id: 'openFiles',
  run: async () => {
    const limits = await readFile('/proc/self/limits', 'utf8').catch(() => null);
    const soft = /^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1];
    if (soft === undefined) return null;
    const open = await readdir('/proc/self/fd').catch(() => []);
    return judgeOpenFiles(Number(soft), open.length);
  },
};

export function judgeOpenFiles(limit: number, open: number): Judgement {
  if (open > 0.8 * limit) {
    return problem(
      `${open} of at most ${limit} files and connections are open`,
      'Soon nobody can connect any more, and nothing can be saved.',
      MEND,
    );
  }
  if (limit < FEW) {
    return warning(
      `At most ${limit} files and connections may be open`,
      'Each person takes one or two; past that nobody else can connect.',
      MEND,
    );
  }
  return fine(`Up to ${limit} files and connections may be open, ${open} are`);
}
