/** The SDK's statistics as lines of text. Units and codec names are the same in every language. */
import type { RoomClient } from '@ottogi/client';

type CallStats = Awaited<ReturnType<RoomClient['stats']>>;
type TrackStats = CallStats['tracks'] extends ReadonlyMap<unknown, infer T> ? T : never;
type LocalStats = CallStats['local'] extends ReadonlyMap<unknown, infer T> ? T : never;

/** `VP8 640×360 · 30 fps · 512 kbit/s · 0.4 % · 12 ms`; null for what does not arrive. */
export function trackFigures(stats: TrackStats | undefined): string | null {
  if (!stats) return null;
  const { codec, width, height, framesPerSecond, bitrate, packetLoss, jitterMs } = stats;
  return joined([
    [codec, size(width, height)].filter(Boolean).join(' '),
    fps(framesPerSecond),
    bits(bitrate),
    percent(packetLoss),
    jitterMs === null ? null : `${Math.round(jitterMs)} ms`,
  ]);
}

/** As `trackFigures`, of what is sent: the largest layer that flows, and how many of them do. */
export function localFigures(stats: LocalStats | undefined): string | null {
  if (!stats) return null;
  const active = stats.layers.filter((layer) => layer.active);
  const top = active.at(-1);
  const video = stats.kind === 'video';
  return joined([
    [stats.codec, video && top ? size(top.width, top.height) : null].filter(Boolean).join(' '),
    video && top ? fps(top.framesPerSecond) : null,
    bits(stats.bitrate),
    percent(stats.packetLoss),
    video ? `${active.length}/${stats.layers.length}` : null,
  ]);
}

/** Bits per second, with as many digits as anybody reads. */
export function bits(perSecond: number | null): string | null {
  if (perSecond === null) return null;
  if (perSecond < 999_500) return `${Math.round(perSecond / 1_000)} kbit/s`;
  return `${(perSecond / 1_000_000).toFixed(1)} Mbit/s`;
}

/** A share between 0 and 1. */
export function percent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1)} %`;
}

function size(width: number | null, height: number | null): string | null {
  return width === null || height === null ? null : `${width}×${height}`;
}

function fps(framesPerSecond: number | null): string | null {
  return framesPerSecond === null ? null : `${Math.round(framesPerSecond)} fps`;
}

function joined(parts: (string | null)[]): string | null {
  return parts.filter(Boolean).join(' · ') || null;
}
