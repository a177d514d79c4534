import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Outlet } from '../topologies/PublicationTap.ts';
import type { Feed } from './Feed.ts';
import { listening, LOOPBACK, freePortPair } from './loopback.ts';
import { RtpWriter } from './RtpWriter.ts';
import { containerOf, type RtpStream, sdpOf } from './sdp.ts';

/** So that a player can move to any place, and a picture that broke mends. */
const KEY_FRAME_EVERY_MS = 10_000;

interface StretchEvents {
  /** Its file begins at this time, in ms since 1970. */
  began: [at: number];
}

export interface StretchParts {
  program: string;
  folder: string;
  /** Of its file, without what a file of its codec ends in. */
  name: string;
}

/** A feed from when its producers are there until one of them, or what writes it, ends: one file. */
export class Stretch extends EventEmitter<StretchEvents> {
  readonly feed: Feed;
  readonly #parts: StretchParts;
  readonly #stopped = new AbortController();
  readonly #outlets: Outlet[] = [];
  #writer: RtpWriter | null = null;
  #callOffKeyFrame: () => void = () => undefined;

  constructor(feed: Feed, parts: StretchParts) {
    super();
    this.feed = feed;
    this.#parts = parts;
    for (const tap of feed.taps) tap.once('closed', this.#stop);
  }

  get file(): string {
    return `${this.#parts.name}.${containerOf(this.#outlets.map(({ codec }) => codec))}`;
  }

  /** Such as `audio/opus`, of each stream; empty before it is known. */
  get codec(): string {
    return this.#outlets.map(({ codec }) => codec.mimeType).join(', ');
  }

  get hasBegun(): boolean {
    return this.#writer?.hasBegun ?? false;
  }

  /** What ffmpeg said last. */
  get words(): string {
    return this.#writer?.words ?? '';
  }

  /** Resolves when its file is whole, or as whole as it gets. Rejects where nothing came about. */
  async run(): Promise<void> {
    try {
      const streams = await this.#open();
      this.#stopped.signal.throwIfAborted();
      const { program, folder } = this.#parts;
      const ports = streams.map(({ address }) => address.port);
      const path = join(folder, this.file);
      const writer = new RtpWriter(program, { sdp: sdpOf(streams), ports, path });
      this.#writer = writer;
      const ended = new Promise<void>((resolve) => writer.once('ended', resolve));
      writer.once('began', (at) => this.emit('began', at));
      await Promise.race([this.#flow(ports), ended]);
      await ended;
    } finally {
      this.#end();
    }
  }

  /** Nothing more is written; `run` resolves when what was is whole. */
  stop(): void {
    this.#stop();
  }

  readonly #stop = (): void => {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort();
    this.#closeOutlets();
    this.#writer?.stop();
  };

  async #open(): Promise<RtpStream[]> {
    const streams: RtpStream[] = [];
    for (const tap of this.feed.taps) {
      const address = { ip: LOOPBACK, port: await freePortPair() };
      const outlet = await tap.open(address);
      this.#outlets.push(outlet);
      streams.push({ codec: outlet.codec, address });
    }
    return streams;
  }

  async #flow(ports: readonly number[]): Promise<void> {
    try {
      const { signal } = this.#stopped;
      await Promise.all(ports.map((port) => listening(port, signal)));
      await Promise.all(this.#outlets.map((outlet) => outlet.resume()));
      this.#requestKeyFrames();
    } catch {
      // Stopped, or its worker is gone: then there is nothing to wait for.
      this.#writer?.stop();
    }
  }

  #requestKeyFrames(): void {
    this.#callOffKeyFrame = systemClock.after(KEY_FRAME_EVERY_MS, () => {
      for (const outlet of this.#outlets) outlet.requestKeyFrame();
      this.#requestKeyFrames();
    });
  }

  #end(): void {
    for (const tap of this.feed.taps) tap.off('closed', this.#stop);
    this.#stopped.abort();
    this.#callOffKeyFrame();
    this.#closeOutlets();
    this.#writer?.kill();
  }

  #closeOutlets(): void {
    for (const outlet of this.#outlets) outlet.close();
  }
}
