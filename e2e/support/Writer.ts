import { type ChatState, type RoomDocument, RoomClient } from '@ottogi/client';
import { until } from './until.ts';

/** Somebody without a browser: the SDK in this process. They do everything but talk. */
export class Writer {
  readonly name: string;
  readonly client: RoomClient;

  static async connect(url: string, name: string): Promise<Writer> {
    const writer = new Writer(url, name);
    const { client } = writer;
    client.connect();
    await until(`${name} is connected`, async () => {
      const { connection } = client.getSnapshot();
      return { met: connection.status === 'connected', seen: connection };
    });
    await client.person.update({ name });
    return writer;
  }

  private constructor(url: string, name: string) {
    this.name = name;
    this.client = new RoomClient({ url });
  }

  /** The id of a room that is there. */
  roomId(name: string): string {
    const room = this.client.getSnapshot().rooms.find((each) => each.name === name);
    if (!room) throw new Error(`${this.name} knows no room ${name}`);
    return room.roomId;
  }

  async createRoom(
    room: Parameters<RoomClient['rooms']['create']>[0],
  ): Promise<RoomDocument['roomId']> {
    return (await this.client.rooms.create(room)).roomId;
  }

  chat(roomId: string): ChatState | undefined {
    return this.client.getSnapshot().chats.get(roomId);
  }

  /** Resolves when all of these are stored, in this order. */
  async write(roomId: string, ...texts: string[]): Promise<void> {
    this.client.chat.open(roomId);
    for (const text of texts) this.client.chat.send(roomId, { text });
    await until(`${this.name} has written`, async () => {
      const chat = this.chat(roomId);
      const met = chat?.status === 'open' && chat.pending.length === 0;
      return { met, seen: [chat?.status, chat?.pending.length] };
    });
  }

  close(): void {
    this.client.close();
  }
}
