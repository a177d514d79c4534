import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { systemClock } from '../clock.ts';
import { sayGoodbye } from './loopback.ts';

/** A goodbye is answered within some 10 ms; of a busy machine this is kind. */
const GOODBYE_WITHIN_MS = 3_000;

/** What it said last, for the log. */
const WORDS_KEPT = 2_000;

/**
 * Runs a program that is killed as soon as this process is gone, however it went: the shell reads
 * from a pipe that nobody writes into and that ends with us. It is a process group of its own, so
 * that what a terminal sends to all does not reach it.
 */
const TIED = '"$@" </dev/null & exec 2>/dev/null; cat >/dev/null; kill -KILL $!; wait $!';

/** What a late packet is waited for, in microseconds: a resend over half the world. */
const REORDER_US = 250_000;

/** What is not written yet when somebody pulls the plug. */
const CLUSTER_MS = 500;

interface RtpWriterEvents {
  /** The first packet came, at this time (ms since 1970): the file begins there. */
  began: [at: number];
  ended: [];
}

/** A stream that is late holds the others up for no longer than that, in microseconds. */
const INTERLEAVE_US = CLUSTER_MS * 1000;

export interface RtpWriterParts {
  sdp: string;
  /** Of each stream, as the description names them; the one after it is for RTCP. */
  ports: readonly number[];
  path: string;
}

/**
 * One ffmpeg that writes RTP streams into one file as they come. Packets are placed by when they
 * arrive: what a sender says of its own time stands still while it is muted, and drifts.
 */
export class RtpWriter extends EventEmitter<RtpWriterEvents> {
  readonly #process: ChildProcess;
  readonly #ports: readonly number[];
  #words = '';
  #hasBegun = false;
  #ended = false;

  constructor(program: string, { sdp, ports, path }: RtpWriterParts) {
    super();
    this.#ports = ports;
    const guard = ['-c', TIED, 'sh', program];
    this.#process = spawn('sh', [...guard, ...argumentsFor(sdp, path)], {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    });
    this.#process.stdin?.on('error', () => undefined);
    this.#process.stderr?.setEncoding('utf8').on('data', (words: string) => this.#onWords(words));
    // ffmpeg alone holds it, so this is its end.
    this.#process.stderr?.once('close', () => this.#process.stdin?.end());
    this.#process.once('error', () => this.#onEnded());
    this.#process.once('close', () => this.#onEnded());
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What ffmpeg said last. */
  get words(): string {
    return this.#words;
  }

  /** Nothing comes any more: it finishes the file, and ends. One that hangs is killed. */
  stop(): void {
    if (this.#ended) return;
    if (!this.#hasBegun) return this.kill();
    for (const port of this.#ports) void sayGoodbye(port + 1);
    const callOff = systemClock.after(GOODBYE_WITHIN_MS, () => this.kill());
    this.once('ended', callOff);
  }

  kill(): void {
    this.#process.stdin?.end();
  }

  #onWords(words: string): void {
    this.#words = (this.#words + words).slice(-WORDS_KEPT);
    const start = this.#hasBegun ? null : /, start: (\d+\.\d+)/.exec(this.#words);
    if (!start) return;
    this.#hasBegun = true;
    this.emit('began', Math.round(Number(start[1]) * 1000));
  }

  #onEnded(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.emit('ended');
  }
}

function argumentsFor(sdp: string, path: string): string[] {
  const description = Buffer.from(sdp).toString('base64');
  return [
    ...split('-hide_banner -nostats -loglevel info'),
    ...split('-protocol_whitelist data,udp,rtp -localaddr 127.0.0.1'),
    // Whoever is muted from the start sends nothing for as long as they like.
    ...split(`-listen_timeout -1 -max_delay ${REORDER_US}`),
    // What it needs to know stands in the description and in the first packet.
    ...split('-analyzeduration 0 -fpsprobesize 0 -use_wallclock_as_timestamps 1'),
    ...split(`-f sdp -i data:application/sdp;base64,${description}`),
    // mediasoup begins a video with a key frame, which not every codec's packets say of themselves.
    ...split('-c copy -copyinkf'),
    ...split(`-flush_packets 1 -max_interleave_delta ${INTERLEAVE_US}`),
    ...split(`-cluster_time_limit ${CLUSTER_MS} -y`),
    path,
  ];
}

function split(line: string): string[] {
  return line.split(' ');
}
