import type { BanDocument, Source } from '@ottogi/protocol';
import type { Requests } from './Signal.ts';

/**
 * What those may do who moderate a room: `mayModerate` and `mayRemove` say who. To lock a room, or to
 * give it a lobby, is `rooms.update`. Everything rejects with a ClientError: `forbidden`, `notFound`
 * for who is not there or not to be touched, `storeUnavailable`, `serverUnreachable`, `timeout`.
 */
export class Moderation {
  readonly #signal: Requests;

  constructor(signal: Requests) {
    this.#signal = signal;
  }

  /** Mutes what a peer publishes, with a screen its sound too. Nobody but they can open it again. */
  async mute(roomId: string, peerId: string, source: Source): Promise<void> {
    await this.#signal.request('mutePeer', { roomId, peerId, source });
  }

  /** Ends somebody's call. They may come back on purpose, where the room lets them in. */
  async remove(roomId: string, personId: string): Promise<void> {
    await this.#signal.request('removePerson', { roomId, personId });
  }

  /** Removes a person from a room and keeps them out, for so many milliseconds or for good. */
  async ban(roomId: string, personId: string, forMs: number | null = null): Promise<void> {
    await this.#signal.request('ban', { roomId, personId, forMs });
  }

  async unban(roomId: string, personId: string): Promise<void> {
    await this.#signal.request('unban', { roomId, personId });
  }

  async bans(roomId: string): Promise<BanDocument[]> {
    return (await this.#signal.request('getBans', { roomId })).bans;
  }

  /** Lets somebody in who waits (`state.knocks`). */
  async admit(roomId: string, knockId: string): Promise<void> {
    await this.#signal.request('admit', { roomId, knockId });
  }

  /** Sends somebody away who waits. They may knock again. */
  async refuse(roomId: string, knockId: string): Promise<void> {
    await this.#signal.request('refuse', { roomId, knockId });
  }

  /** Whether somebody moderates the room; for its owner. @throws ClientError `tooManyModerators` too */
  async setModerator(roomId: string, personId: string, moderates: boolean): Promise<void> {
    await this.#signal.request('setModerator', { roomId, personId, moderates });
  }

  /** Makes somebody else the owner; oneself moderates from then on. @throws ClientError `tooManyRooms` too */
  async handOn(roomId: string, personId: string): Promise<void> {
    await this.#signal.request('handOn', { roomId, personId });
  }
}
