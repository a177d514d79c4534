import { EventEmitter } from 'node:events';
import { roomKey, type Notification, type RequestData, type RoomDocument } from '@ottogi/protocol';
import { RequestError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { MediaSetup, Topology } from '../topologies/Topology.ts';
import type { Peer, PeerLink } from './Peer.ts';
import { Room, type CallClosedReason } from './Room.ts';

interface RoomsEvents {
  /** Something that every session may know. */
  fact: [Notification];
}

/** A room that is there or about to be, and how many joins are on their way into it. */
interface Entry {
  readonly room: Promise<Room>;
  joining: number;
}

/** Every room of this server: opened by the first join, closed when the last peer has left. */
export class Rooms extends EventEmitter<RoomsEvents> {
  readonly #createTopology: () => Promise<Topology>;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  readonly #rooms = new Set<Room>();
  #closed = false;

  constructor(createTopology: () => Promise<Topology>, logger: Logger) {
    super();
    this.#createTopology = createTopology;
    this.#logger = logger;
  }

  /** Those that are there for people: somebody is in them. */
  documents(): RoomDocument[] {
    return this.list()
      .filter(({ state }) => state === 'open')
      .map((room) => room.document());
  }

  list(): Room[] {
    return [...this.#rooms];
  }

  /** @throws RequestError `serverClosing`, `mediaUnavailable`, `mediaRejected` */
  async join(
    link: PeerLink,
    request: RequestData<'join'>,
  ): Promise<{ peer: Peer; setup: MediaSetup }> {
    if (this.#closed) throw new RequestError('serverClosing', 'the server is shutting down');
    const key = roomKey(request.room);
    const entry = this.#entryOf(key, request.room);
    entry.joining += 1;
    let room: Room | undefined;
    try {
      room = await entry.room;
      return await room.join(link, request);
    } finally {
      entry.joining -= 1;
      if (room) closeIfDeserted(room, entry);
    }
  }

  close(reason: CallClosedReason): void {
    this.#closed = true;
    for (const room of this.#rooms) room.close(reason);
  }

  #entryOf(key: string, name: string): Entry {
    const known = this.#entries.get(key);
    if (known) return known;
    const entry: Entry = { room: this.#create(name), joining: 0 };
    this.#entries.set(key, entry);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    entry.room.then(
      (room) => {
        room.once('closed', forget);
        room.on('peerClosed', () => closeIfDeserted(room, entry));
      },
      // The join that waits for the room rejects; the next one tries anew.
      forget,
    );
    return entry;
  }

  async #create(name: string): Promise<Room> {
    const room = new Room(name, await this.#createTopology());
    this.#rooms.add(room);
    room.on('fact', (fact) => this.#onFact(room, fact));
    room.once('closed', () => this.#rooms.delete(room));
    if (this.#closed) room.close('serverClosing');
    return room;
  }

  #onFact(room: Room, fact: Notification): void {
    if (fact.name === 'peerJoined') {
      const { name, peerId } = fact.data.peer;
      this.#logger.info({ room: room.name, peer: name, peerId }, 'joined');
    } else if (fact.name === 'peerLeft') {
      this.#logger.info({ room: room.name, peerId: fact.data.peerId }, 'left');
    }
    this.emit('fact', fact);
  }
}

function closeIfDeserted(room: Room, entry: Entry): void {
  if (entry.joining === 0 && room.peers.length === 0) room.close();
}
