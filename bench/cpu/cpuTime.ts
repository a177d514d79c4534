import { readdir, readFile } from 'node:fs/promises';

/** The kernel cuts names of processes to 15 characters. */
const WORKER_NAME = '(mediasoup-worke)';

/** CPU time of a process since its start, in nanoseconds: all threads that live. */
export async function cpuTimeNs(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    tasks.map(async (task) => {
      const text = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8');
      return Number(text.split(' ')[0]);
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** The media workers that a server started. */
export async function workerPidsOf(serverPid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const workers: number[] = [];
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [, name, , parent] = /^\d+ (\(.*\)) (\S) (\d+)/.exec(stat) ?? [];
    if (name === WORKER_NAME && Number(parent) === serverPid) workers.push(Number(pid));
  }
  if (workers.length === 0) throw new Error(`process ${serverPid} has no media worker`);
  return workers;
}
