/** How well something gets through, judged by what was counted between two looks. */
import type { AnySource, NotificationData } from '@ottogi/protocol';
import { lossOf, share, type Pair } from './growth.ts';
import type { ReceivedCounts, SentCounts } from './readings.ts';
import type { MediaState, Quality } from './state.ts';

type Level = Quality['level'];

export type Scores = Pick<NotificationData<'consumerScore'>, 'score' | 'producerScore'>;

/** What a look at one received track finds. */
export interface ReceivedLook {
  source: AnySource;
  /** Muted by its sender, or hidden here: that nothing comes is as it should be. */
  paused: boolean;
  media: MediaState;
  counts: Pair<ReceivedCounts> | null;
  /** mediasoup's; null before the first. */
  scores: Scores | null;
}

/** What a look at everything that is sent finds. */
export interface UplinkLook {
  media: MediaState;
  sent: readonly Pair<SentCounts>[];
  /** By which media goes and comes; null where that is not known. */
  protocol: 'udp' | 'tcp' | null;
}

export const GOOD: Quality = { level: 'good', reason: 'none' };
const PAUSED: Quality = { level: 'good', reason: 'paused' };
const CUT_OFF: Quality = { level: 'poor', reason: 'yourConnection' };

const LEVELS: readonly Level[] = ['good', 'fair', 'poor'];

/** From where on each measure is fair, and from where on poor. */
const LOSS = { fair: 0.03, poor: 0.1 };
/** Of the time, in which the picture stood still. */
const FROZEN = { fair: 0.05, poor: 0.3 };
const ROUND_TRIP_MS = { fair: 300, poor: 600 };
/** A camera in the dark, or the least of three temporal layers, still gives some 7 a second. */
const FRAMES_PER_SECOND = { fair: 6, poor: 2 };
/** Of mediasoup's scores, 10 being the best. */
const SCORE = { fair: 7, poor: 4 };
/** Frames that arrive and are not decoded in time. */
const UNDECODED = { fair: 0.2, poor: 0.5 };

export function judgeReceived(look: ReceivedLook): Quality {
  const { paused, media, counts, scores } = look;
  if (paused) return PAUSED;
  if (media !== 'connected') return CUT_OFF;
  const [computer, way] = counts
    ? [undecoded(counts), worst(arrival(look.source, counts), motion(look.source, counts))]
    : (['good', 'good'] as const);
  const theirs = below(scores?.producerScore, SCORE);
  const mine = below(scores?.score, SCORE);
  const level = worst(computer, way, theirs, mine);
  if (level === 'good') return GOOD;
  if (computer === level) return { level, reason: 'yourComputer' };
  // What the sender's way lost is missing here too, so its score decides before anything counted here.
  if (theirs !== 'good') return { level, reason: 'theirConnection' };
  const onTheWay = counts ? arrival(look.source, counts) !== 'good' : false;
  return { level, reason: mine !== 'good' || onTheWay ? 'yourConnection' : 'theirConnection' };
}

export function judgeUplink({ media, sent, protocol }: UplinkLook): Quality {
  if (media !== 'connected') return CUT_OFF;
  const layers = sent.flatMap(([before, now]) =>
    now.layers
      .filter(({ active }) => active)
      .map((layer) => [before?.layers.find(({ rid }) => rid === layer.rid), layer] as const),
  );
  const roundTripMs = Math.max(0, ...layers.map(([, { roundTripMs: ms }]) => ms ?? 0));
  const limits = new Set(layers.map(([, { limitation }]) => limitation));
  const level = worst(
    above(lossOf(layers), LOSS),
    above(roundTripMs, ROUND_TRIP_MS),
    limits.has('bandwidth') ? 'fair' : 'good',
  );
  if (level !== 'good') return { level, reason: 'yourConnection' };
  if (limits.has('cpu')) return { level: 'fair', reason: 'yourComputer' };
  // It works, and stutters as soon as a packet is lost, for all others wait for that one.
  return protocol === 'tcp' ? { level: 'fair', reason: 'tcp' } : GOOD;
}

/** 0 is good; the higher, the worse. */
export function badness({ level }: Pick<Quality, 'level'>): number {
  return LEVELS.indexOf(level);
}

function worst(...levels: readonly Level[]): Level {
  return LEVELS.findLast((level) => levels.includes(level)) ?? 'good';
}

/**
 * How much of it arrives, and in time to be heard and seen. A screen stands still where nobody types
 * on it, which the browser takes for a freeze.
 */
function arrival(source: AnySource, [before, now]: Pair<ReceivedCounts>): Level {
  if (!before) return 'good';
  const madeUp = share(
    now.samplesConcealed - before.samplesConcealed,
    now.samples - before.samples,
  );
  const stoodMs = source === 'screen' ? 0 : now.freezesMs - before.freezesMs;
  const frozen = share(stoodMs, now.atMs - before.atMs);
  return worst(above(lossOf([[before, now]]), LOSS), above(madeUp, LOSS), above(frozen, FROZEN));
}

/** A screen that does not change gives no frames; a camera always does. */
function motion(source: AnySource, [before, now]: Pair<ReceivedCounts>): Level {
  if (source !== 'camera' || !before || now.atMs <= before.atMs) return 'good';
  const seconds = (now.atMs - before.atMs) / 1000;
  return below((now.framesReceived - before.framesReceived) / seconds, FRAMES_PER_SECOND);
}

function undecoded([before, now]: Pair<ReceivedCounts>): Level {
  if (!before) return 'good';
  const received = now.framesReceived - before.framesReceived;
  return above(share(received - (now.framesDecoded - before.framesDecoded), received), UNDECODED);
}

function above(value: number | null, { fair, poor }: { fair: number; poor: number }): Level {
  if (value === null || value < fair) return 'good';
  return value < poor ? 'fair' : 'poor';
}

function below(value: number | undefined, { fair, poor }: { fair: number; poor: number }): Level {
  if (value === undefined || value > fair) return 'good';
  return value > poor ? 'fair' : 'poor';
}
