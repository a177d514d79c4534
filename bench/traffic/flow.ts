/** What flows through the connections of one client, from two looks at what they have counted. */

export type Direction = 'up' | 'down';

export interface Stream {
  id: string;
  direction: Direction;
  kind: string;
  /** RTP with its headers and its padding. */
  bytes: number;
}

/** Sums over all connections of a client, since each of them was opened. */
export interface Counted {
  atMs: number;
  /** Of the transports: RTP and RTCP, encrypted, and what sets up and keeps the way. */
  bytesUp: number;
  bytesDown: number;
  streams: readonly Stream[];
}

/** In one direction. */
export interface Flow {
  /** Everything, in kbit/s. */
  kbits: number;
  /** The streams alone, in kbit/s. */
  voiceKbits: number;
  pictureKbits: number;
  /** How many streams flow. */
  voices: number;
  pictures: number;
}

export type Flows = Record<Direction, Flow>;

export function flowsBetween(before: Counted, after: Counted): Flows {
  const ms = after.atMs - before.atMs;
  const former = new Map(before.streams.map(({ id, bytes }) => [id, bytes]));
  const grown = after.streams
    .map((stream) => ({ ...stream, bytes: stream.bytes - (former.get(stream.id) ?? 0) }))
    .filter(({ bytes }) => bytes > 0);
  const flow = (direction: Direction, bytes: number): Flow => {
    const of = (kind: string) =>
      grown.filter((stream) => stream.direction === direction && stream.kind === kind);
    const kbits = (streams: Stream[]) =>
      (8 * streams.reduce((sum, stream) => sum + stream.bytes, 0)) / ms;
    const [voices, pictures] = [of('audio'), of('video')];
    return {
      kbits: (8 * bytes) / ms,
      voiceKbits: kbits(voices),
      pictureKbits: kbits(pictures),
      voices: voices.length,
      pictures: pictures.length,
    };
  };
  return {
    up: flow('up', after.bytesUp - before.bytesUp),
    down: flow('down', after.bytesDown - before.bytesDown),
  };
}
