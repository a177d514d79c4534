import { roomKey, type TopologyRule } from '@ottogi/protocol';
import type { ClientError } from './errors.ts';

export interface JoinOptions {
  /** The name of the room; it opens if it is not there. Case and width do not distinguish rooms. */
  room: string;
  /** How one is called in it. */
  name: string;
  /** Of the room, where it has one. It is sent again when a lost call is joined again. */
  password?: string;
  /**
   * What those share who may understand each other in a room that is encrypted from end to end. With
   * it a room that opens by this join is encrypted, and no room is entered that is not.
   */
  roomSecret?: string;
  /**
   * How much is sent without asking: 25 cameras and 25 microphones where nothing is said. Cameras
   * begin in the layer `spatialLayer` (0 is the smallest, null the best): where nothing is said, in
   * the smallest where there are many, for a page to say by `views.set` which are to be larger.
   */
  view?: { videos?: number; voices?: number; spatialLayer?: number | null };
  /** Which topology the room is to have, where it opens by this join; the host's choice if left out. */
  topologyRule?: TopologyRule;
}

/** To be in a room's call, and who waits for that. */
export class JoinWish {
  room: string;
  name: string;
  readonly view: JoinOptions['view'];
  readonly topologyRule: TopologyRule | undefined;
  readonly roomSecret: string | undefined;
  #password: string | undefined;
  #done = Promise.withResolvers<void>();

  constructor({ room, name, password, roomSecret, view, topologyRule }: JoinOptions) {
    this.room = room;
    this.name = name;
    this.view = view;
    this.topologyRule = topologyRule;
    this.roomSecret = roomSecret;
    this.#password = password;
  }

  get password(): string | undefined {
    return this.#password;
  }

  /** Rejects with a ClientError. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  isFor(room: string): boolean {
    return roomKey(this.room) === roomKey(room);
  }

  /** It stands. */
  resolve(): void {
    this.#done.resolve();
  }

  reject(error: ClientError): void {
    this.#done.reject(error);
  }

  /** It was given up for another one, and is wished for again. */
  renew(password: string | undefined): void {
    this.#done = Promise.withResolvers();
    this.#password = password ?? this.#password;
  }

  /** It stood, and does not for now: whoever asks from here on waits until it stands again. */
  lose(): void {
    const former = this.#done;
    this.#done = Promise.withResolvers();
    this.#done.promise.then(former.resolve, former.reject);
  }
}
