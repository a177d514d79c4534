import type { BenchResult, Figure } from '../results.ts';
import { startProduct } from '../servers/product.ts';
import { median, summarize } from '../statistics.ts';
import { audit, DEVICES, type Audited, type Category, type DeviceName } from './audit.ts';
import { weighAll, type Part } from './weigh.ts';

const WEIGHT_TARGET_KB = 200;
const SCORE_TARGET = 95;
/** Files from here on are named. */
const HEAVY_BYTES = 10_000;

const PAGES = { home: '/', door: '/r/bench' } as const;
type PageName = keyof typeof PAGES;
const NAMES = Object.keys(PAGES) as PageName[];

interface Run extends Audited {
  page: PageName;
  device: DeviceName;
}

/** How much the first view weighs, and what Lighthouse says of it. */
export async function pageBench(quick: boolean): Promise<BenchResult> {
  const server = await startProduct();
  try {
    const weights = await weighAll({
      home: server.url + PAGES.home,
      door: server.url + PAGES.door,
    });
    const runs: Run[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      for (const page of NAMES) {
        for (const device of DEVICES) {
          runs.push({ page, device, ...(await audit(server.url + PAGES[page], device)) });
        }
      }
    }
    return {
      name: 'page',
      about: 'the first view of the page for somebody who was never here, before they touch it',
      figures: [...NAMES.flatMap((page) => weight(page, weights[page])), ...scores(runs)],
      notes: [...NAMES.map((page) => heavy(page, weights[page])), ...shortcomings(runs)],
      measurements: { weights, runs },
    };
  } finally {
    await server.stop();
  }
}

function weight(page: PageName, parts: Part[]): Figure[] {
  const kilobytes = (of: Part[], size: (part: Part) => number) =>
    of.reduce((sum, part) => sum + size(part), 0) / 1_000;
  const gzip = ({ gzipBytes }: Part) => gzipBytes;
  const first = parts.filter(({ afterwards }) => !afterwards);
  const name = `${PAGES[page]}: files of the first view`;
  return [
    {
      name: `${name}, gzip`,
      value: kilobytes(first, gzip),
      unit: 'kB',
      target: { atMost: WEIGHT_TARGET_KB },
    },
    { name: `${name}, unpacked`, value: kilobytes(first, ({ bytes }) => bytes), unit: 'kB' },
    { name: `${name}, how many`, value: first.length, unit: '' },
    {
      name: `${PAGES[page]}: with what it loads ahead, gzip`,
      value: kilobytes(parts, gzip),
      unit: 'kB',
    },
  ];
}

function heavy(page: PageName, parts: Part[]): string {
  const named = parts
    .filter(({ gzipBytes }) => gzipBytes >= HEAVY_BYTES)
    .sort((a, b) => b.gzipBytes - a.gzipBytes)
    .map(({ path, gzipBytes }) => `${path} ${(gzipBytes / 1_000).toFixed(1)} kB`);
  return `${PAGES[page]}, the heaviest: ${named.join(', ')}`;
}

function scores(runs: Run[]): Figure[] {
  const categories: Category[] = ['performance', 'accessibility', 'best-practices'];
  return NAMES.flatMap((page) =>
    DEVICES.flatMap((device) =>
      categories.map((category): Figure => {
        const of = runsOf(runs, page, device).map((run) => run.scores[category]);
        const { median: value, quartiles: spread } = summarize(of);
        const name = `${PAGES[page]}, ${device}: ${category}`;
        return { name, value, spread, unit: '', target: { atLeast: SCORE_TARGET } };
      }),
    ),
  );
}

/** What costs points, for whoever is to mend it. */
function shortcomings(runs: Run[]): string[] {
  return NAMES.flatMap((page) =>
    DEVICES.flatMap((device) => {
      const of = runsOf(runs, page, device);
      // The run in the middle, since it is its score that is in the table.
      const middle = median(of.map((run) => run.scores.performance));
      const run = of.find((each) => each.scores.performance >= middle) ?? of[0]!;
      return run.shortcomings.map(
        ({ category, audit: id, score, weight: points, found }) =>
          `${PAGES[page]}, ${device}: ${category} loses by ${id} (${Math.round(100 * score)}, weight ${points}): ${found}`,
      );
    }),
  );
}

function runsOf(runs: Run[], page: PageName, device: DeviceName): Run[] {
  return runs.filter((run) => run.page === page && run.device === device);
}
