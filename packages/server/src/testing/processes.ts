import { readdir, readFile } from 'node:fs/promises';

/** Not a zombie either: whoever reaps may take its time. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/^\d+ \(.*\) Z/.test(status);
}

/** The processes that one has started and that still run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = list.trim().split(/\s+/).filter(Boolean).map(Number);
  const alive = await Promise.all(pids.map(isAlive));
  return pids.filter((_, index) => alive[index]);
}

/** A worker's line of /proc, which cuts names; the doctor runs programs of its own at the start. */
const WORKER = /^\d+ \(mediasoup-worke\S*\) \S (\d+)/;

/** The media workers that a server has started. */
export async function workersOf(pid: number): Promise<number[]> {
  const parents = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
        return { pid: Number(name), parent: Number(WORKER.exec(stat)?.[1]) };
      }),
  );
  return parents.filter(({ parent }) => parent === pid).map((found) => found.pid);
}

/** The processes of a group that still run. */
export async function groupOf(leader: number): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const members = await Promise.all(
    names.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(group) === leader && state !== 'Z' ? [Number(name)] : [];
    }),
  );
  return members.flat();
}
