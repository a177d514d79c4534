import type { FileDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import { createSecretId } from '../ids.ts';
import { tooManyRequests } from '../limits/RateLimit.ts';

/** From leave to upload until the last byte. */
export const UPLOAD_LIFETIME_MS = 60 * 60 * 1000;

/** Open at the same time: what one message carries goes up a few files at once. */
const MOST_OF_A_PERSON = 5;

/** Past that the oldest make room: they are a few hundred bytes each, and who asks costs nothing. */
const MOST_UPLOADS = 10_000;

/** When to look again whether one of them is through. */
const FULL_MS = 2_000;

/** What somebody wants to upload. */
export interface UploadWish {
  roomId: string;
  personId: string;
  /** As `fileName` of the protocol leaves it: to be shown, never a path. */
  name: string;
  sizeBytes: number;
}

interface Upload {
  readonly wish: UploadWish;
  state:
    | { status: 'waiting' }
    | { status: 'receiving'; cut: (reason: RequestError) => void }
    | { status: 'done'; file: FileDocument };
  readonly callOffExpiry: () => void;
}

/** Who may upload what, kept in memory for an hour: after a restart clients ask anew. */
export class Uploads {
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws RequestError `tooManyRequests` */
  open(wish: UploadWish): string {
    if (this.#openOf(wish.personId) >= MOST_OF_A_PERSON) {
      const message = `${MOST_OF_A_PERSON} uploads of this person are open already`;
      throw tooManyRequests(FULL_MS, message);
    }
    if (this.#uploads.size >= MOST_UPLOADS) this.#dropOldest();
    const uploadId = createSecretId();
    this.#uploads.set(uploadId, {
      wish,
      state: { status: 'waiting' },
      callOffExpiry: this.#clock.after(UPLOAD_LIFETIME_MS, () =>
        this.#drop(uploadId, new RequestError('notFound', 'the time for this upload is over')),
      ),
    });
    return uploadId;
  }

  /** The file that this upload has become, if its answer was lost on the way. */
  result(uploadId: string): FileDocument | null {
    const state = this.#uploads.get(uploadId)?.state;
    return state?.status === 'done' ? state.file : null;
  }

  /**
   * Takes an upload for one request; `cut` is how to end that request.
   * @throws RequestError `notFound`, or `wrongState` while another request has it
   */
  start(uploadId: string, cut: (reason: RequestError) => void): UploadWish {
    const upload = this.#uploads.get(uploadId);
    if (!upload) throw new RequestError('notFound', 'there is no such upload, or not any more');
    if (upload.state.status !== 'waiting') {
      throw new RequestError('wrongState', 'another request is uploading this');
    }
    upload.state = { status: 'receiving', cut };
    return upload.wish;
  }

  /** It failed, and may be tried again. */
  giveBack(uploadId: string): void {
    const upload = this.#uploads.get(uploadId);
    if (upload) upload.state = { status: 'waiting' };
  }

  finish(uploadId: string, file: FileDocument): void {
    const upload = this.#uploads.get(uploadId);
    if (upload) upload.state = { status: 'done', file };
  }

  close(): void {
    const reason = new RequestError('serverClosing', 'the server is shutting down');
    for (const uploadId of this.#uploads.keys()) this.#drop(uploadId, reason);
  }

  #openOf(personId: string): number {
    let count = 0;
    for (const { wish, state } of this.#uploads.values()) {
      if (wish.personId === personId && state.status !== 'done') count += 1;
    }
    return count;
  }

  #dropOldest(): void {
    // A map keeps the order in which its entries came.
    const oldest = this.#uploads.entries().find(([, { state }]) => state.status !== 'receiving');
    if (oldest) this.#drop(oldest[0], new RequestError('notFound', 'too many uploads are open'));
  }

  #drop(uploadId: string, reason: RequestError): void {
    const upload = this.#uploads.get(uploadId);
    this.#uploads.delete(uploadId);
    upload?.callOffExpiry();
    if (upload?.state.status === 'receiving') upload.state.cut(reason);
  }
}
