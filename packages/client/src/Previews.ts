import { ClientError } from './errors.ts';

/** What was opened only to be looked at: each ends by itself, or all of them with the client. */
export class Previews {
  readonly #open = new Set<() => void>();
  #round = 0;

  /** @throws ClientError `superseded` if all were ended meanwhile; and what `opening` rejects with */
  async add<T extends { stop: () => void }>(opening: Promise<T>): Promise<T> {
    const round = this.#round;
    const preview = await opening;
    if (round !== this.#round) {
      preview.stop();
      throw new ClientError('superseded', 'the client was closed');
    }
    const stop = () => {
      if (this.#open.delete(stop)) preview.stop();
    };
    this.#open.add(stop);
    return { ...preview, stop };
  }

  endAll(): void {
    this.#round += 1;
    for (const stop of this.#open) stop();
  }
}
