import { type NotificationData, OWN_LABELS } from '@ottogi/protocol';
import { ClientError } from '../errors.ts';
import type { MembershipOwner } from '../Membership.ts';
import { FileHandOver } from '../files/FileHandOver.ts';
import { ownRoom } from '../state.ts';
import type { Store } from '../Store.ts';
import type { DataExchange, SendDataOptions } from './DataExchange.ts';
import type { DataMessage } from './Incoming.ts';
import { Reactions } from './Reactions.ts';

/** Data as the client has it: whatever call it is in, what may be sent, and what came for whom. */
export class ClientData {
  /** What a call needs to know of everything outside of it. */
  readonly forCall: MembershipOwner['data'];
  readonly files: FileHandOver;
  readonly #store: Store;
  readonly #exchange: () => DataExchange | null;
  readonly #reactions: Reactions;

  /** @param exchange Of the call that stands; null where there is none. */
  constructor(store: Store, exchange: () => DataExchange | null) {
    this.#store = store;
    this.#exchange = exchange;
    this.forCall = {
      others: (roomId, ownPeerId) => this.#others(roomId, ownPeerId),
      received: (peerId, message) => this.#received(peerId, message),
      roomMade: () => this.files.pump(),
    };
    this.files = this.#createFiles();
    this.#reactions = new Reactions({
      exchange,
      place: () => {
        const { call } = store.state;
        return call.status === 'joined' ? call : null;
      },
      shown: (reaction) => store.emit('reaction', reaction),
    });
  }

  /** @throws ClientError as `RoomClient.sendData` */
  send(
    label: string,
    bytes: Uint8Array,
    to: string | readonly string[] | undefined,
    options: SendDataOptions,
  ): void {
    const exchange = this.#requireSending();
    if (label.startsWith(OWN_LABELS)) {
      throw new ClientError('invalidRequest', `labels with ${OWN_LABELS} are the SDK’s own`);
    }
    exchange.send(label, bytes, typeof to === 'string' ? [to] : (to ?? null), options);
  }

  /** False where it has to go over the server. @throws ClientError `tooManyRequests` */
  react(emoji: string): boolean {
    return this.#reactions.show(emoji);
  }

  /** The server passed something to nobody. */
  dropped({ reason }: NotificationData<'dataDropped'>): void {
    const error = new ClientError(reason, 'the server passed data of ours to nobody');
    this.#store.emit('failed', { error });
  }

  callOver(): void {
    this.#reactions.clear();
  }

  /** @throws ClientError `notJoined`, `notGranted`, `unsupported` */
  #requireSending(): DataExchange {
    const exchange = this.#exchange();
    if (!exchange) throw new ClientError('notJoined', 'data goes to others in a call');
    if (!this.#store.state.grants.chat) {
      throw new ClientError('notGranted', 'sending data is not granted here');
    }
    // Over the server it would be read there, which is not what such a room promises.
    if (ownRoom(this.#store.state)?.encrypted) {
      throw new ClientError('unsupported', 'data is not encrypted, and this room is');
    }
    return exchange;
  }

  #createFiles(): FileHandOver {
    const store = this.#store;
    const files = new FileHandOver({
      exchange: this.#exchange,
      requireSending: () => this.#requireSending(),
      nameOf: (peerId) => {
        const { call } = store.state;
        if (call.status !== 'joined' || call.peerId === peerId) return null;
        return ownRoom(store.state)?.peers.find((peer) => peer.peerId === peerId)?.name ?? null;
      },
      changed: (transfers) => store.dispatch({ type: 'transfersChanged', transfers }),
      offered: (transfer) => store.emit('fileOffered', { transfer }),
    });
    store.subscribe(() => files.update());
    store.on('peerLeft', ({ peer }) => files.left(peer.peerId));
    return files;
  }

  #others(roomId: string, ownPeerId: string): string[] {
    const room = this.#store.state.rooms.find((each) => each.roomId === roomId);
    const peerIds = room?.peers.map(({ peerId }) => peerId) ?? [];
    return peerIds.filter((peerId) => peerId !== ownPeerId);
  }

  #received(peerId: string, message: DataMessage): void {
    if (this.#reactions.received(peerId, message)) return;
    if (this.files.received(peerId, message)) return;
    // Of a later version, and nothing for the page.
    if (message.label.startsWith(OWN_LABELS)) return;
    this.#store.emit('data', { peerId, ...message });
  }
}
