import type { AckData, RequestInput, RequestName } from '@ottogi/protocol';
import { ClientError, type ClientErrorCode } from '../errors.ts';
import { joinAck, settle } from './fakes.ts';

/** A server with rooms for one session. It answers when `answer` is called. */
export class FakeServer {
  readonly asked: string[] = [];
  readonly joins: RequestInput<'join'>[] = [];
  /** The room that the session is in, as the server knows it. */
  room: string | null = null;
  #waiting: (() => void)[] = [];
  #failures: ClientErrorCode[] = [];
  #peers = 0;

  fail(...codes: ClientErrorCode[]): void {
    this.#failures.push(...codes);
  }

  request = async <N extends RequestName>(
    name: N,
    data: RequestInput<N>,
    received?: (ack: AckData<N>) => void,
  ): Promise<AckData<N>> => {
    const { room } = data as { room?: string };
    if (name === 'join') this.joins.push(data as RequestInput<'join'>);
    this.asked.push(room ? `${name} ${room}` : name);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const failure = this.#failures.shift();
    // A request that timed out may have been heard.
    if (failure && failure !== 'timeout') throw new ClientError(failure, 'no');
    if (name === 'leave') this.room = null;
    if (room) {
      if (room === this.room) throw new ClientError('alreadyJoined', 'again');
      this.room = room;
    }
    if (failure) throw new ClientError(failure, 'late');
    const ack = joinAck(`id-of-${room}`, `peer-${(this.#peers += 1)}`) as unknown as AckData<N>;
    received?.(ack);
    return ack;
  };

  /** Answers whatever is asked, until nothing more is. */
  async answer(): Promise<void> {
    await settle();
    while (this.#waiting.length > 0) {
      this.#waiting.shift()!();
      await settle();
    }
  }
}
