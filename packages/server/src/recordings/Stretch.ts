import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Outlet, PublicationTap } from '../topologies/PublicationTap.ts';
import { listening, LOOPBACK, freePortPair } from './loopback.ts';
import { RtpWriter } from './RtpWriter.ts';
import { containerOf, sdpOf } from './sdp.ts';

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

/** One publication from when its producer is there until that, or what writes it, ends: one file. */
export class Stretch extends EventEmitter<StretchEvents> {
  readonly tap: PublicationTap;
  readonly #parts: StretchParts;
  readonly #stopped = new AbortController();
  #outlet: Outlet | null = null;
  #writer: RtpWriter | null = null;
  #callOffKeyFrame: () => void = () => undefined;

  constructor(tap: PublicationTap, parts: StretchParts) {
    super();
    this.tap = tap;
    this.#parts = parts;
    tap.once('closed', this.#stop);
  }

  get file(): string {
    return `${this.#parts.name}.${containerOf({ mimeType: this.codec })}`;
  }

  /** Such as `audio/opus`; empty before it is known. */
  get codec(): string {
    return this.#outlet?.codec.mimeType ?? '';
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
      const address = { ip: LOOPBACK, port: await freePortPair() };
      const outlet = await this.tap.open(address);
      this.#outlet = outlet;
      this.#stopped.signal.throwIfAborted();
      const { program, folder } = this.#parts;
      const { port } = address;
      const path = join(folder, this.file);
      const writer = new RtpWriter(program, { sdp: sdpOf(outlet.codec, address), port, path });
      this.#writer = writer;
      const ended = new Promise<void>((resolve) => writer.once('ended', resolve));
      writer.once('began', (at) => this.emit('began', at));
      await Promise.race([this.#feed(outlet, port), ended]);
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
    this.#outlet?.close();
    this.#writer?.stop();
  };

  async #feed(outlet: Outlet, port: number): Promise<void> {
    try {
      await listening(port, this.#stopped.signal);
      await outlet.resume();
      this.#requestKeyFrames(outlet);
    } catch {
      // Stopped, or its worker is gone: then there is nothing to wait for.
      this.#writer?.stop();
    }
  }

  #requestKeyFrames(outlet: Outlet): void {
    this.#callOffKeyFrame = systemClock.after(KEY_FRAME_EVERY_MS, () => {
      outlet.requestKeyFrame();
      this.#requestKeyFrames(outlet);
    });
  }

  #end(): void {
    this.tap.off('closed', this.#stop);
    this.#stopped.abort();
    this.#callOffKeyFrame();
    this.#outlet?.close();
    this.#writer?.kill();
  }
}
