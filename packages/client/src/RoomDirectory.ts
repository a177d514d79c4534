import type { RequestInput, RoomProfile } from '@ottogi/protocol';
import type { Requests } from './Signal.ts';

/** What a new room is to be; a topic, a password and a limit are none where they are left out. */
export type NewRoom = RequestInput<'createRoom'>;

/** What is left out stays as it is; a password of null takes it away. */
export type RoomChanges = Omit<RequestInput<'updateRoom'>, 'roomId'>;

/**
 * Rooms as places: making and changing them. What comes of it is in `state.rooms`.
 * Everything rejects with a ClientError: `forbidden` to whom the room does not belong, `notFound`,
 * `storeUnavailable`, `serverUnreachable`, `timeout`, and what each says of itself.
 */
export class RoomDirectory {
  readonly #signal: Requests;

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  /** Makes a room that stays, and belongs to oneself. @throws ClientError `roomExists` too */
  async create(room: NewRoom): Promise<RoomProfile> {
    return (await this.#signal.request('createRoom', room)).room;
  }

  /**
   * Whoever moderates the room may set `locked`, `lobby` and `topologyRule`, everything else its owner.
   * @throws ClientError `roomExists` too
   */
  async update(roomId: string, changes: RoomChanges): Promise<RoomProfile> {
    return (await this.#signal.request('updateRoom', { roomId, ...changes })).room;
  }

  /** Ends a room, its call, its messages and their files. */
  async remove(roomId: string): Promise<void> {
    await this.#signal.request('deleteRoom', { roomId });
  }

  /** Among one's own favourites, which `state.person` lists. */
  async setFavourite(roomId: string, favourite: boolean): Promise<void> {
    await this.#signal.request('setFavourite', { roomId, favourite });
  }
}
