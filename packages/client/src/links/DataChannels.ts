import type { DataLane } from '../data/DataLane.ts';

export interface DataChannelsOwner {
  /** Something that is sent is on its way from now on. */
  opened(): void;
  /** The other end sent something. */
  received(frame: ArrayBuffer): void;
}

/** Both ends make them by themselves, so that no negotiation names them. */
const ORDERED: RTCDataChannelInit = { negotiated: true, id: 0 };
const UNORDERED: RTCDataChannelInit = {
  negotiated: true,
  id: 1,
  ordered: false,
  maxRetransmits: 0,
};

/** The two data channels of a link: one that loses nothing, and one for what is soon out of date. */
export class DataChannels implements DataLane {
  readonly #ordered: RTCDataChannel;
  readonly #unordered: RTCDataChannel;

  constructor(connection: RTCPeerConnection, owner: DataChannelsOwner) {
    this.#ordered = connection.createDataChannel('ordered', ORDERED);
    this.#unordered = connection.createDataChannel('unordered', UNORDERED);
    for (const channel of [this.#ordered, this.#unordered]) {
      channel.binaryType = 'arraybuffer';
      channel.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer) owner.received(data);
      });
      channel.addEventListener('open', () => {
        if (this.isOpen) owner.opened();
      });
    }
  }

  /** Whether something that is sent now is on its way. */
  get isOpen(): boolean {
    return this.#ordered.readyState === 'open' && this.#unordered.readyState === 'open';
  }

  get bufferedBytes(): number {
    return this.#ordered.bufferedAmount;
  }

  send(frame: Uint8Array<ArrayBuffer>, ordered: boolean): void {
    (ordered ? this.#ordered : this.#unordered).send(frame);
  }

  close(): void {
    this.#ordered.close();
    this.#unordered.close();
  }
}
