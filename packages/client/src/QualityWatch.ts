import type { NotificationData, Publication } from '@ottogi/protocol';
import type { Pair } from './growth.ts';
import type { MediaSession } from './MediaSession.ts';
import { judgeReceived, judgeUplink, type Scores } from './quality.ts';
import type { Reading } from './readings.ts';
import { keyParts, type MediaState, type Quality, type RoomState, type TrackKey } from './state.ts';
import { Steadying } from './Steadying.ts';
import { VoiceBuffers } from './VoiceBuffers.ts';

export interface QualityOwner {
  /** Of the call one is in now. */
  media(): MediaState;
  /** What the others in it show. */
  publications(): ReadonlyMap<TrackKey, Pick<Publication, 'paused'>>;
  /** Whether it is not sent here because nobody sees it. */
  isHidden(key: TrackKey): boolean;
  changed(quality: RoomState['quality']): void;
  /** After each look. */
  looked(quality: RoomState['quality']): void;
}

type Qualities = ReadonlyMap<TrackKey | 'uplink', Quality>;

const LOOK_EVERY_MS = 2000;

const NONE: Qualities = new Map();

/**
 * Looks every two seconds at how well everything gets through, while there is a call: for people to
 * see, and for voices to wait for what has to be sent again.
 */
export class QualityWatch {
  readonly #owner: QualityOwner;
  #session: MediaSession | null = null;
  #voices: VoiceBuffers | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last: Reading | null = null;
  readonly #scores = new Map<string, Scores>();
  #steadyings = new Map<TrackKey | 'uplink', Steadying>();
  #shown = NONE;

  constructor(owner: QualityOwner) {
    this.#owner = owner;
  }

  /** Looks at another session from now on, or at none. */
  attach(session: MediaSession | null): void {
    clearTimeout(this.#timer);
    this.#session = session;
    this.#voices = session && new VoiceBuffers(session);
    this.#last = null;
    this.#scores.clear();
    this.#steadyings.clear();
    this.#show(NONE);
    if (session) this.#lookLater(session);
  }

  /** The server's opinion (`consumerScore`). */
  scored({ consumerId, score, producerScore }: NotificationData<'consumerScore'>): void {
    this.#scores.set(consumerId, { score, producerScore });
  }

  #lookLater(session: MediaSession): void {
    this.#timer = setTimeout(() => void this.#look(session), LOOK_EVERY_MS);
  }

  async #look(session: MediaSession): Promise<void> {
    let reading: Reading | null = null;
    try {
      reading = await session.read();
    } catch {
      // Closed, as we shall hear; or a browser that counts nothing, whose call goes on.
    }
    if (this.#session !== session) return;
    if (reading) {
      this.#show(this.#judge(session, reading));
      this.#owner.looked(this.#shown);
      this.#last = reading;
      this.#voices?.take(reading);
    }
    this.#lookLater(session);
  }

  #judge({ arrivals }: MediaSession, reading: Reading): Qualities {
    const before = this.#last;
    const media = this.#owner.media();
    const publications = this.#owner.publications();
    const found = new Map<TrackKey | 'uplink', Quality>();
    for (const [key, { consumerId }] of arrivals) {
      const counts = reading.received.get(key);
      found.set(
        key,
        judgeReceived({
          source: keyParts(key).source,
          // What is published no more will be taken away in a moment.
          paused: (publications.get(key)?.paused ?? true) || this.#owner.isHidden(key),
          media,
          counts: counts ? [before?.received.get(key), counts] : null,
          scores: this.#scores.get(consumerId) ?? null,
        }),
      );
    }
    const sent = [...reading.sent].map(([source, counts]): Pair<typeof counts> => [
      before?.sent.get(source),
      counts,
    ]);
    const path = reading.uplink ?? reading.downlink;
    found.set('uplink', judgeUplink({ media, sent, protocol: path?.protocol ?? null }));
    this.#forgetAllBut(found, new Set([...arrivals.values()].map((arrival) => arrival.consumerId)));
    return new Map([...found].map(([key, quality]) => [key, this.#steady(key, quality)]));
  }

  #steady(key: TrackKey | 'uplink', quality: Quality): Quality {
    const steadying = this.#steadyings.get(key) ?? new Steadying();
    this.#steadyings.set(key, steadying);
    return steadying.take(quality);
  }

  #forgetAllBut(found: Qualities, consumerIds: ReadonlySet<string>): void {
    for (const key of this.#steadyings.keys()) if (!found.has(key)) this.#steadyings.delete(key);
    for (const id of this.#scores.keys()) if (!consumerIds.has(id)) this.#scores.delete(id);
  }

  #show(quality: Qualities): void {
    if (same(this.#shown, quality)) return;
    this.#shown = quality;
    this.#owner.changed(quality);
  }
}

function same(a: Qualities, b: Qualities): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, { level, reason }]) => {
      const other = b.get(key);
      return other?.level === level && other.reason === reason;
    })
  );
}
