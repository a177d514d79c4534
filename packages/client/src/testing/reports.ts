/**
 * Stats reports as browsers made them in a real call, of a peer that sent and received a camera of two
 * layers and a microphone each: Chromium 156 and Firefox 153, cut down to what is read of them.
 */
import type { Reports } from '../readings.ts';
import chromium from './reports/chromium.json' with { type: 'json' };
import firefox from './reports/firefox.json' with { type: 'json' };

const RECORDED = { chromium, firefox };

export function recordedReports(
  browser: keyof typeof RECORDED,
): Pick<Reports, 'sent' | 'received'> {
  const { sent, received } = RECORDED[browser];
  return { sent: reportOf(sent as RTCStats[]), received: reportOf(received as RTCStats[]) };
}

export function reportOf(entries: readonly RTCStats[]): RTCStatsReport {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
