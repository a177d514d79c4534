import { randomInt } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportDocument } from '@ottogi/protocol';
import type { Clock } from '../clock.ts';
import { readPrivate, writePrivate } from '../dataDir.ts';

/** With the size of each bounded, a few MB at most. */
const MOST_REPORTS = 200;

/** Without those that are mistaken for one another when somebody reads them out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const ID_LENGTH = 6;

/** What the name of a report's file looks like: when it came, so that names sort by time, and its id. */
const NAME = /^(\d{8}T\d{6})-([a-z2-9]{6})\.json$/;

export interface KeptReport {
  reportId: string;
  /** In ms since 1970. */
  receivedAt: number;
  report: ReportDocument;
}

/** What people in trouble sent, a file each in a folder that the host alone may read. */
export class Reports {
  readonly #dir: string;
  readonly #clock: Pick<Clock, 'now'>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataDir: string, clock: Pick<Clock, 'now'>) {
    this.#dir = join(dataDir, 'reports');
    this.#clock = clock;
  }

  /** Keeps it, and drops the oldest beyond 200. Resolves to the id by which people can name it. */
  keep(report: ReportDocument): Promise<{ reportId: string; dropped: number }> {
    const kept = this.#last.then(() => this.#keep(report));
    // One after another: two at a time would count the same files.
    this.#last = kept.catch(() => {});
    return kept;
  }

  /** The newest first. */
  async list(): Promise<KeptReport[]> {
    const reports = await Promise.all((await this.#names()).toReversed().map((n) => this.#read(n)));
    return reports.filter((report) => report !== null);
  }

  /** Null where there is none of that id. */
  async get(reportId: string): Promise<KeptReport | null> {
    const name = (await this.#names()).find((each) => NAME.exec(each)?.[2] === reportId);
    return name === undefined ? null : this.#read(name);
  }

  async #keep(report: ReportDocument) {
    const receivedAt = this.#clock.now();
    const time = new Date(receivedAt).toISOString().replace(/[-:]|\.\d+Z$/g, '');
    const reportId = createReportId();
    const kept: KeptReport = { reportId, receivedAt, report };
    const path = join(this.#dir, `${time}-${reportId}.json`);
    await writePrivate(path, `${JSON.stringify(kept, null, 2)}\n`);
    const tooOld = (await this.#names()).slice(0, -MOST_REPORTS);
    await Promise.all(tooOld.map((name) => rm(join(this.#dir, name), { force: true })));
    return { reportId, dropped: tooOld.length };
  }

  /** The oldest first. */
  async #names(): Promise<string[]> {
    try {
      return (await readdir(this.#dir)).filter((name) => NAME.test(name)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Null for one that was dropped meanwhile, or is no report. */
  async #read(name: string): Promise<KeptReport | null> {
    const text = await readPrivate(join(this.#dir, name));
    try {
      return text === null ? null : (JSON.parse(text) as KeptReport);
    } catch {
      return null;
    }
  }
}

function createReportId(): string {
  return Array.from({ length: ID_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
