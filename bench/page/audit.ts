import lighthouse, { desktopConfig } from 'lighthouse';
import { launch } from 'puppeteer-core';
import { CHROMIUM, QUIET } from '../browser.ts';

/** What the tool calls its categories. */
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
export type Category = (typeof CATEGORIES)[number];

export const DEVICES = ['mobile', 'desktop'] as const;
export type DeviceName = (typeof DEVICES)[number];

/** One of the tool's checks that a page does not fully pass. */
export interface Shortcoming {
  category: Category;
  audit: string;
  /** Between 0 and 1. */
  score: number;
  /** How much it counts within its category. */
  weight: number;
  /** What was measured or found. */
  found: string;
}

export interface Audited {
  /** 0 to 100. */
  scores: Record<Category, number>;
  shortcomings: Shortcoming[];
}

/** Of what an audit lists, the part that people can find again. */
interface Item {
  node?: { snippet?: string };
  description?: string;
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

/** Lighthouse's opinion of a page, in a browser that was never there. */
export async function audit(url: string, device: DeviceName): Promise<Audited> {
  const browser = await launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage();
    const result = await lighthouse(
      url,
      { onlyCategories: [...CATEGORIES], logLevel: 'error' },
      device === 'desktop' ? desktopConfig : undefined,
      page,
    );
    if (!result) throw new Error('Lighthouse gave no result');
    return readReport(result.lhr);
  } finally {
    await browser.close();
  }
}

/** @throws Error where it could not load the page: a score would mean nothing */
function readReport({ runtimeError, categories, audits }: Report): Audited {
  if (runtimeError) throw new Error(`Lighthouse: ${runtimeError.message}`);
  const scores = CATEGORIES.map((name) => [name, 100 * (categories[name]?.score ?? 0)]);
  const shortcomings = CATEGORIES.flatMap((category) =>
    (categories[category]?.auditRefs ?? []).flatMap(({ id, weight }): Shortcoming[] => {
      const { score = null, displayValue, details } = audits[id] ?? {};
      if (weight === 0 || score === null || score >= 1) return [];
      const found = displayValue ?? firstItems(details);
      return [{ category, audit: id, score, weight, found }];
    }),
  );
  return { scores: Object.fromEntries(scores) as Record<Category, number>, shortcomings };
}

/** What an audit complains of, as far as it names any of it. */
function firstItems(details: unknown): string {
  const { items = [] } = (details ?? {}) as { items?: Item[] };
  return items
    .slice(0, 3)
    .map(({ node, description }) => node?.snippet ?? description ?? '')
    .join('; ');
}
