import type { DataExchange } from '../data/DataExchange.ts';
import type { DataMessage } from '../data/Incoming.ts';
import { ClientError } from '../errors.ts';
import { createId } from '../random.ts';
import { FileReceiving } from './FileReceiving.ts';
import { FileSending } from './FileSending.ts';
import { FileTransfer, type TransferAbout } from './FileTransfer.ts';
import {
  cleanFileName,
  decodePart,
  decodeWord,
  encodePart,
  encodeWord,
  PART_LABEL,
  type Word,
  WORD_LABEL,
} from './messages.ts';
import { createSha256 } from './sha256.ts';
import { HAND_OVER_MAX_BYTES, type Transfer } from './Transfer.ts';

/** Offers that wait for an answer, of one other peer; further ones are refused. */
const MOST_OFFERS = 5;

/** Whoever is not in the call for so long, of whom nobody said that they left, is gone. */
const GONE_AFTER_MS = 60_000;

type Exchange = Pick<DataExchange, 'sendPart' | 'unreceivedBytes' | 'reaches'>;

export interface FileHandOverOwner {
  /** Of the call that stands; null where there is none. */
  exchange(): Exchange | null;
  /** @throws ClientError where nothing may be sent to anybody */
  requireSending(): void;
  /** Of somebody else in the call; null for whoever is not in it. */
  nameOf(peerId: string): string | null;
  changed(transfers: readonly Transfer[]): void;
  offered(transfer: Transfer): void;
}

interface Entry {
  readonly transfer: FileTransfer;
  /** It lives as long as this one is that of the call. */
  readonly exchange: Exchange;
}

/**
 * Files between oneself and one other peer of the call, each asked for before it flows: over the link
 * to them where there is one, else over the server, and on through changes from one to the other.
 */
export class FileHandOver {
  readonly #owner: FileHandOverOwner;
  readonly #entries = new Map<string, Entry>();
  /** What is still to be said, by peer. */
  readonly #unsaid = new Map<string, Word[]>();
  #pumping = false;

  constructor(owner: FileHandOverOwner) {
    this.#owner = owner;
  }

  /**
   * Offers a file to one other peer of the own call, by `peerId`. What becomes of it stands in
   * `transfers` of the state.
   * @returns its `transferId`
   * @throws ClientError `notJoined`, `notGranted` (it takes the grant `chat`), `notFound`,
   *   `fileTooLarge` (over `HAND_OVER_MAX_BYTES`), `loadFailed`, `unsupported` in a room that is
   *   encrypted from end to end
   */
  async offer(peerId: string, file: File): Promise<string> {
    this.#requirePeer(peerId);
    if (file.size > HAND_OVER_MAX_BYTES) {
      throw new ClientError('fileTooLarge', `${file.name} is larger than 1 GiB`);
    }
    const hash = await createSha256();
    const { exchange, peerName } = this.#requirePeer(peerId);
    const transferId = createId();
    const offered = { transferId, name: cleanFileName(file.name), sizeBytes: file.size };
    const about = { ...offered, direction: 'outgoing', peerId, peerName } as const;
    const transfer = this.#add(about, exchange);
    transfer.sending = new FileSending(file, hash, {
      sendPart: (bytes) => exchange.sendPart(PART_LABEL, encodePart(transferId, bytes), peerId),
      sendEnd: (sha256) => {
        const end = encodeWord({ kind: 'end', transferId, sha256 });
        return exchange.sendPart(WORD_LABEL, end, peerId);
      },
      failed: (error) => {
        this.#say(peerId, { kind: 'cancel', transferId });
        transfer.fail(error);
      },
    });
    this.#say(peerId, { kind: 'offer', ...offered });
    return transferId;
  }

  /**
   * Takes what was offered. Does nothing for what is not offered any more.
   * @throws ClientError `notJoined`, `notGranted`, `loadFailed`, `unsupported`
   */
  async accept(transferId: string): Promise<void> {
    const transfer = this.#entries.get(transferId)?.transfer;
    const isAsked = () =>
      transfer?.isOffered && this.#entries.get(transferId)?.transfer === transfer;
    if (transfer?.document.direction !== 'incoming' || !isAsked()) return;
    this.#owner.requireSending();
    const hash = await createSha256();
    if (!isAsked()) return;
    const { peerId, sizeBytes } = transfer.document;
    transfer.receiving = new FileReceiving(sizeBytes, hash);
    transfer.flow();
    this.#say(peerId, { kind: 'accept', transferId });
  }

  /** Refuses what was offered, cancels what is on its way, and forgets what is over. */
  drop(transferId: string): void {
    const transfer = this.#entries.get(transferId)?.transfer;
    if (!transfer) return;
    const { peerId, direction } = transfer.document;
    const kind = transfer.isOffered && direction === 'incoming' ? 'refuse' : 'cancel';
    if (transfer.isOpen) this.#say(peerId, { kind, transferId });
    transfer.close();
    this.#entries.delete(transferId);
    this.#tell();
  }

  /** Whether it is a part of this, for nobody else to look at. */
  received(peerId: string, { label, bytes }: DataMessage): boolean {
    if (label === PART_LABEL) this.#partReceived(peerId, bytes);
    else if (label === WORD_LABEL) this.#wordReceived(peerId, bytes);
    else return false;
    return true;
  }

  /** Sends what there is room for. */
  pump(): void {
    if (this.#pumping || (this.#entries.size === 0 && this.#unsaid.size === 0)) return;
    this.#pumping = true;
    this.#sayUnsaid();
    for (const entry of this.#open()) this.#pumpEntry(entry);
    this.#pumping = false;
  }

  /** Somebody said that this peer left. */
  left(peerId: string): void {
    for (const { transfer } of this.#open()) {
      if (transfer.document.peerId === peerId) transfer.failGone();
    }
    this.#unsaid.delete(peerId);
  }

  /** Who is in the call may have changed, or which call it is. */
  update(): void {
    if (this.#entries.size === 0 && this.#unsaid.size === 0) return;
    const current = this.#owner.exchange();
    if (!current) this.#unsaid.clear();
    for (const { transfer, exchange } of this.#open()) {
      const isThere = this.#owner.nameOf(transfer.document.peerId) !== null;
      if (exchange === current) transfer.setThere(isThere, GONE_AFTER_MS);
      else transfer.fail(new ClientError('superseded', 'the call of the hand-over is over'));
    }
  }

  #requirePeer(peerId: string): { exchange: Exchange; peerName: string } {
    this.#owner.requireSending();
    const [exchange, peerName] = [this.#owner.exchange(), this.#owner.nameOf(peerId)];
    if (!exchange || peerName === null) {
      throw new ClientError('notFound', `there is no other peer ${peerId} in this call`);
    }
    return { exchange, peerName };
  }

  #add(about: TransferAbout, exchange: Exchange): FileTransfer {
    const transfer = new FileTransfer(about, () => {
      if (this.#entries.get(about.transferId)?.transfer === transfer) this.#tell();
    });
    this.#entries.set(about.transferId, { transfer, exchange });
    this.#tell();
    return transfer;
  }

  #open(): Entry[] {
    return [...this.#entries.values()].filter(({ transfer }) => transfer.isOpen);
  }

  #pumpEntry({ transfer, exchange }: Entry): void {
    const { sending, document, isFlowing } = transfer;
    const { peerId } = document;
    if (!exchange.reaches(peerId)) {
      transfer.fail(new ClientError('notReceiving', `nothing passes to the peer ${peerId}`));
    } else if (sending && isFlowing) {
      sending.pump();
      transfer.progress(sending.sentBytes - exchange.unreceivedBytes(peerId));
    }
  }

  #partReceived(peerId: string, part: Uint8Array): void {
    const { transferId, bytes } = decodePart(part);
    const transfer = this.#with(peerId, transferId, 'incoming');
    if (!transfer?.receiving) return;
    if (transfer.receiving.take(bytes)) transfer.progress(transfer.receiving.receivedBytes);
    else this.#damaged(transfer);
  }

  #wordReceived(peerId: string, bytes: Uint8Array): void {
    const word = decodeWord(bytes);
    if (!word) return;
    const { transferId } = word;
    const outgoing = this.#with(peerId, transferId, 'outgoing');
    const incoming = this.#with(peerId, transferId, 'incoming');
    switch (word.kind) {
      case 'offer':
        return this.#offerReceived(peerId, word);
      case 'accept':
        if (outgoing?.isOffered) outgoing.flow();
        return this.pump();
      case 'refuse':
        if (outgoing?.isOffered) outgoing.endedAs('refused');
        return;
      case 'cancel': {
        const transfer = outgoing ?? incoming;
        if (transfer?.isOpen) transfer.endedAs('cancelled');
        return;
      }
      case 'end':
        if (incoming) this.#ended(incoming, word.sha256);
        // Of before a reload, say: whoever sends it is not to wait for ever.
        else this.#say(peerId, { kind: 'cancel', transferId });
        return;
      case 'received':
        if (outgoing?.isFlowing) outgoing.complete(null);
        return;
      case 'damaged':
        if (outgoing?.isOpen) outgoing.fail(damage());
    }
  }

  #offerReceived(peerId: string, { transferId, name, sizeBytes }: Word & { kind: 'offer' }): void {
    if (this.#entries.has(transferId)) return;
    let from;
    try {
      from = this.#requirePeer(peerId);
    } catch {
      // Nothing that is said here would arrive.
      return;
    }
    const waiting = this.#open().filter(({ transfer: { isOffered, document } }) => {
      return isOffered && document.direction === 'incoming' && document.peerId === peerId;
    });
    if (waiting.length >= MOST_OFFERS) {
      this.#say(peerId, { kind: 'refuse', transferId });
      return;
    }
    const { exchange, peerName } = from;
    const about = { transferId, direction: 'incoming', peerId, peerName, name, sizeBytes } as const;
    this.#owner.offered(this.#add(about, exchange).document);
  }

  #ended(transfer: FileTransfer, sha256: string): void {
    if (!transfer.receiving) return;
    const { peerId, transferId } = transfer.document;
    const file = transfer.receiving.finish(sha256);
    if (!file) return this.#damaged(transfer);
    transfer.complete(file);
    this.#say(peerId, { kind: 'received', transferId });
  }

  #damaged(transfer: FileTransfer): void {
    const { peerId, transferId } = transfer.document;
    transfer.fail(damage());
    this.#say(peerId, { kind: 'damaged', transferId });
  }

  #with(peerId: string, transferId: string, direction: Transfer['direction']): FileTransfer | null {
    const transfer = this.#entries.get(transferId)?.transfer;
    const { document } = transfer ?? {};
    return transfer && document?.peerId === peerId && document.direction === direction
      ? transfer
      : null;
  }

  #say(peerId: string, word: Word): void {
    this.#unsaid.set(peerId, [...(this.#unsaid.get(peerId) ?? []), word]);
    this.pump();
  }

  #sayUnsaid(): void {
    const exchange = this.#owner.exchange();
    for (const [peerId, words] of this.#unsaid) {
      const waiting = words.findIndex(
        (word) => !exchange?.sendPart(WORD_LABEL, encodeWord(word), peerId),
      );
      if (waiting === -1) this.#unsaid.delete(peerId);
      else this.#unsaid.set(peerId, words.slice(waiting));
    }
  }

  #tell(): void {
    this.#owner.changed([...this.#entries.values()].map(({ transfer }) => transfer.document));
  }
}

function damage(): ClientError {
  return new ClientError('fileDamaged', 'what came is not what was sent');
}
