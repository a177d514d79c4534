import type {
  AckData,
  LiveRecording,
  RecordedFile,
  RecordingDocument,
  RecordingKind,
} from '@ottogi/protocol';
import type { Requests } from './Signal.ts';

/**
 * A call that goes from peer to peer moves over the server first, for which everybody has 10 s; and a
 * mixer that has to be started has 30 s.
 */
const START_WITHIN_MS: Record<RecordingKind, number> = { sources: 20_000, mix: 50_000 };

/** What was recorded of a room, with leave to fetch its files for an hour. */
export type RecordingList = AckData<'getRecordings'>;

/**
 * Recording what is seen and heard in a room, for those who moderate it (`mayModerate`). That a room
 * is recorded everybody sees by its `recording`, and hears by `recordingChanged`. Everything rejects
 * with a ClientError: `forbidden`, `notFound`, `wrongState`, `storeUnavailable`,
 * `serverUnreachable`, `timeout`, and what each says of itself.
 */
export class Recordings {
  readonly #signal: Requests;
  readonly #serverUrl: string;

  constructor(signal: Requests, serverUrl: string) {
    this.#signal = signal;
    this.#serverUrl = serverUrl;
  }

  /**
   * Begins to record a room that somebody is in: each source in files of its own, as it came, or what
   * the mixer makes of them, picture and sound in one file. Resolves once it is recorded.
   * @throws ClientError `encryptedRoom`, `recorderMissing`, `storageFull`, `tooManyRecordings`,
   *   `tooManyRooms`, `mediaUnavailable`, of the mix `mixerUnavailable` too
   */
  async start(roomId: string, kind: RecordingKind = 'sources'): Promise<LiveRecording> {
    const wish = { roomId, kind };
    const answer = this.#signal.request('startRecording', wish, undefined, START_WITHIN_MS[kind]);
    return (await answer).recording;
  }

  /** Its files are whole a moment later. */
  async stop(roomId: string): Promise<void> {
    await this.#signal.request('stopRecording', { roomId });
  }

  /** The newest first; one that goes on too. */
  list(roomId: string): Promise<RecordingList> {
    return this.#signal.request('getRecordings', { roomId });
  }

  /** Deletes one that is over, with its files. */
  async remove(roomId: string, recordingId: string): Promise<void> {
    await this.#signal.request('deleteRecording', { roomId, recordingId });
  }

  /** Where a file can be fetched, in parts too; for an hour, by whoever has this address. */
  fileUrl(
    { ticket }: Pick<RecordingList, 'ticket'>,
    { recordingId }: Pick<RecordingDocument, 'recordingId'>,
    { file }: Pick<RecordedFile, 'file'>,
  ): string {
    return `${this.#serverUrl}/recordings/${ticket}/${recordingId}/${file}`;
  }
}
