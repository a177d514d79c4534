/** What to ask of the server so that as much video arrives as is seen, and no more. */
import type { RequestInput } from '@ottogi/protocol';
import type { Arrival } from './Receiving.ts';
import type { TrackKey } from './state.ts';

/** The size of a tile in device pixels. */
export interface TileSize {
  width: number;
  height: number;
}

export type ConsumerSetting = RequestInput<'configureConsumers'>['consumers'][number];

/** What was asked for one consumer. */
export type Setting = Pick<ConsumerSetting, 'paused' | 'spatialLayer'>;

export interface ViewSituation {
  visible: ReadonlyMap<TrackKey, TileSize>;
  /** Every video of the others, with the lines of its layers. */
  videos: ReadonlyMap<TrackKey, readonly number[]>;
  arrivals: ReadonlyMap<TrackKey, Arrival>;
  /** What the server was asked last, by consumer. */
  settings: ReadonlyMap<string, Setting>;
  /** What was asked for publications without a consumer, and not answered by one yet. */
  asked: ReadonlyMap<TrackKey, 'subscribe' | 'unsubscribe'>;
  /** So new that they may well come by themselves. */
  fresh: ReadonlySet<TrackKey>;
  /** Publications that were shown once, the one that was hidden last at the end. */
  hiddenOrder: readonly TrackKey[];
}

export interface ViewPlan {
  configure: ConsumerSetting[];
  subscribe: TrackKey[];
  unsubscribe: TrackKey[];
}

/** A picture may be stretched by this much before anybody sees it. */
const STRETCH = 0.85;

/** Paused consumers cost memory on both sides, and come back without a new SDP: as many are kept. */
const MOST_HIDDEN = 50;

const NOTHING_SEEN: Setting = { paused: true, spatialLayer: 0 };

export function planViews(situation: ViewSituation): ViewPlan {
  const { visible, videos, arrivals, asked, fresh } = situation;
  const plan: ViewPlan = { configure: [], subscribe: [], unsubscribe: [] };
  for (const [key, heights] of videos) {
    const arrival = arrivals.get(key);
    const tile = visible.get(key);
    if (arrival?.open) {
      const setting = settingFor(situation.settings.get(arrival.consumerId), tile, heights);
      if (setting) plan.configure.push({ consumerId: arrival.consumerId, ...setting });
    } else if (!arrival && tile && asked.get(key) !== 'subscribe' && !fresh.has(key)) {
      plan.subscribe.push(key);
    }
  }
  plan.unsubscribe = surplus(situation);
  const dropped = new Set(plan.unsubscribe.map((key) => arrivals.get(key)?.consumerId));
  plan.configure = plan.configure.filter(({ consumerId }) => !dropped.has(consumerId));
  return plan;
}

/**
 * The smallest layer that fills the tile, null for the largest. A tile at the border between two
 * keeps the one it has: a smaller one follows only where it needs no stretching at all.
 */
export function fittingLayer(
  heights: readonly number[],
  tileHeight: number,
  former: number | null | undefined,
): number | null {
  const largest = heights.length - 1;
  if (largest < 1) return null;
  const enough = smallest(heights, STRETCH * tileHeight);
  const ample = smallest(heights, tileHeight);
  const kept = former === undefined ? enough : (former ?? largest);
  const layer = Math.min(Math.max(kept, enough), ample);
  return layer === largest ? null : layer;
}

/** What is to be asked for a consumer now; null if that was asked already. */
function settingFor(
  former: Setting | undefined,
  tile: TileSize | undefined,
  heights: readonly number[],
): Setting | null {
  // Its layer is kept for when it is seen again.
  if (!tile) return former?.paused ? null : { ...(former ?? NOTHING_SEEN), paused: true };
  const spatialLayer = fittingLayer(heights, tile.height, former?.spatialLayer);
  const same = former && !former.paused && former.spatialLayer === spatialLayer;
  return same ? null : { paused: false, spatialLayer };
}

/** Hidden consumers past the number that is worth keeping: first those never seen, then the longest hidden. */
function surplus({ visible, videos, arrivals, hiddenOrder, asked }: ViewSituation): TrackKey[] {
  const hidden = [...arrivals.keys()].filter((key) => videos.has(key) && !visible.has(key));
  const excess = hidden.length - MOST_HIDDEN;
  if (excess <= 0) return [];
  const since = new Map(hiddenOrder.map((key, order) => [key, order]));
  return hidden
    .sort((a, b) => (since.get(a) ?? -1) - (since.get(b) ?? -1))
    .slice(0, excess)
    .filter((key) => asked.get(key) !== 'unsubscribe');
}

function smallest(heights: readonly number[], lines: number): number {
  const found = heights.findIndex((height) => height >= lines);
  return found === -1 ? heights.length - 1 : found;
}
