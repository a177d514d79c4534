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
  /** Counts what media was lost by: a restart, or a renewal. */
  #generation = 0;

  fail(...codes: ClientErrorCode[]): void {
    this.#failures.push(...codes);
  }

  /** The session is over; what it was waits to be taken up. */
  cut(): void {
    this.room = null;
  }

  /** The session is over, and all media gone. */
  restart(): void {
    this.cut();
    this.#generation += 1;
  }

  request = async <N extends RequestName>(
    name: N,
    data: RequestInput<N>,
    received?: (ack: AckData<N>) => void,
  ): Promise<AckData<N>> => {
    const { room, resumeToken } = data as { room?: string; resumeToken?: string };
    if (name === 'join') this.joins.push(data as RequestInput<'join'>);
    this.asked.push([resumeToken && name === 'join' ? 'resume' : name, room].join(' ').trim());
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const failure = this.#failures.shift();
    // A request that timed out may have been heard.
    if (failure && failure !== 'timeout') throw new ClientError(failure, 'no');
    if (name === 'leave') this.room = null;
    if (name === 'renewMedia') this.#generation += 1;
    if (room) {
      if (room === this.room && !resumeToken) throw new ClientError('alreadyJoined', 'again');
      this.room = room;
    }
    if (failure) throw new ClientError(failure, 'late');
    const joined = this.#ack(`id-of-${room}`, resumeToken);
    const ack = (name === 'renewMedia' ? joined.media : joined) as AckData<N>;
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

  #ack(roomId: string, resumeToken: string | undefined): AckData<'join'> {
    const peerId = resumeToken?.replace('token-of-', '') ?? `peer-${(this.#peers += 1)}`;
    return joinAck(roomId, peerId, this.#generation);
  }
}
