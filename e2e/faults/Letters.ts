import { setInterval } from 'node:timers/promises';
import { until } from '../support/until.ts';
import { Writer } from '../support/Writer.ts';

const INTERVAL_MS = 150;

/** Two who write and read in a room's chat, over a way that may break, by the SDK in this process. */
export class Letters {
  readonly #writer: Writer;
  readonly #reader: Writer;
  readonly #roomId: string;
  #written = 0;

  static async open(url: string): Promise<Letters> {
    const [writer, reader] = await Promise.all(
      ['Writer', 'Reader'].map((name) => Writer.connect(url, name)),
    );
    const roomId = await writer!.createRoom({ name: 'Letters' });
    for (const { client } of [writer!, reader!]) client.chat.open(roomId);
    return new Letters(writer!, reader!, roomId);
  }

  private constructor(writer: Writer, reader: Writer, roomId: string) {
    this.#writer = writer;
    this.#reader = reader;
    this.#roomId = roomId;
  }

  /** Writes while something happens, and tells what of it the reader did not get, or got twice. */
  async during(what: () => Promise<unknown>): Promise<{ lost: number; doubled: number }> {
    const first = this.#written;
    this.#write();
    let over = false;
    const ending = what().finally(() => (over = true));
    for await (const _ of setInterval(INTERVAL_MS)) {
      this.#write();
      if (over) break;
    }
    await ending;
    await until('all letters are written and read', async () => {
      const pending = this.#writer.chat(this.#roomId)?.pending.length;
      const last = this.#texts().at(-1);
      return {
        met: pending === 0 && last === `letter ${this.#written - 1}`,
        seen: { pending, last },
      };
    });
    const texts = this.#texts();
    const copies = Array.from(
      { length: this.#written - first },
      (_, index) => texts.filter((text) => text === `letter ${first + index}`).length,
    );
    return {
      lost: copies.filter((count) => count === 0).length,
      doubled: copies.filter((count) => count > 1).length,
    };
  }

  close(): void {
    this.#writer.close();
    this.#reader.close();
  }

  #write(): void {
    this.#writer.client.chat.send(this.#roomId, { text: `letter ${this.#written}` });
    this.#written += 1;
  }

  /** What the reader has before them. */
  #texts(): string[] {
    return this.#reader.chat(this.#roomId)?.messages.map(({ text }) => text) ?? [];
  }
}
