import { type Ack, MESSAGE_MAX_BYTES, type RequestName, requests } from '@ottogi/protocol';
import type { TestClient } from '../TestClient.ts';
import { mutate } from './mutations.ts';
import type { Random } from './Random.ts';
import { inputSchemaOf, Samples } from './samples.ts';

const NAMES = Object.keys(requests) as RequestName[];
const SCHEMAS = new Map(NAMES.map((name) => [name, inputSchemaOf(requests[name].data)]));

/** Besides those that a request declares. */
const COMMON = ['tooManyRequests'];

/** Ids of each kind that are remembered; the others are forgotten. */
const MOST_IDS = 50;

/** That there is an answer is what counts, not how busy the machine is. */
const ANSWER_WITHIN_MS = 60_000;

/** Requests that wait for an answer at a time. */
const AT_A_TIME = 20;

/** Ids that went over the wire, to whomever they belong, and whether they still mean anything. */
export class SeenIds {
  readonly #random: Random;
  readonly #byField = new Map<string, string[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  any(field: string): string | undefined {
    const known = this.#byField.get(field.replace(/s$/, ''));
    return known && this.#random.pick(known);
  }

  learn(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [field, part] of Object.entries(value)) {
      const isId = field.endsWith('Id') || field === 'resumeToken';
      if (isId && typeof part === 'string') this.#add(field, part);
      else this.learn(part);
    }
  }

  #add(field: string, id: string): void {
    const known = this.#byField.get(field) ?? [];
    this.#byField.set(field, known);
    if (known.includes(id)) return;
    known.push(id);
    if (known.length > MOST_IDS) known.shift();
  }
}

/** Says anything, and knows of each answer whether it is one of those that may be. */
export class InputClient {
  readonly #client: TestClient;
  readonly #random: Random;
  readonly #ids: SeenIds;
  readonly #samples: Samples;
  /** What was answered as it must not be, for people to read. */
  readonly wrong: string[] = [];
  readonly answers = new Map<string, number>();
  /** Said without an acknowledgement callback, and told so. */
  readonly unacknowledged = { said: 0, rejected: 0 };

  constructor(client: TestClient, random: Random, ids: SeenIds) {
    this.#client = client;
    this.#random = random;
    this.#ids = ids;
    this.#samples = new Samples(random, (field) => ids.any(field));
    client.socket.on('requestRejected', () => (this.unacknowledged.rejected += 1));
  }

  async say(count: number): Promise<void> {
    for (let said = 0; said < count; said += AT_A_TIME) {
      const length = Math.min(AT_A_TIME, count - said);
      await Promise.all(Array.from({ length }, () => this.#sayOne()));
      // Nothing that it is told is looked at.
      this.#client.received.length = 0;
    }
  }

  async #sayOne(): Promise<void> {
    const random = this.#random;
    const name = random.pick(NAMES);
    const fitting = this.#samples.of(SCHEMAS.get(name)!);
    const data = random.chance(0.3) ? fitting : mutate(fitting, random);
    if (random.chance(0.02)) {
      this.unacknowledged.said += 1;
      this.#client.socket.emit(name, data);
      return;
    }
    await this.#ask(name, data);
    if (random.chance(0.05)) await this.#ask(name, data);
  }

  async #ask(name: RequestName, data: unknown): Promise<void> {
    const allowed = answersTo(name, data);
    const socket = this.#client.socket.timeout(ANSWER_WITHIN_MS);
    const ack = (await socket.emitWithAck(name, data)) as Ack<unknown>;
    const answer = ack.ok ? 'ok' : ack.error.code;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    if (ack.ok) this.#ids.learn(ack.data);
    if (!allowed.includes(answer)) {
      const said = JSON.stringify(data)?.slice(0, 500);
      const why = ack.ok ? 'ok' : `${answer} (${ack.error.message})`;
      this.wrong.push(`${name} ${said} → ${why}, not one of ${allowed.join(', ')}`);
    }
  }
}

/** What the schema of a request says of this data is what the server has to say. */
function answersTo(name: RequestName, data: unknown): readonly string[] {
  if (hasBinary(data)) return ['invalidRequest', 'messageTooLarge'];
  const wire = JSON.stringify(data);
  if (wire !== undefined && Buffer.byteLength(wire) > MESSAGE_MAX_BYTES) return ['messageTooLarge'];
  const parsed = requests[name].data.safeParse(wire === undefined ? null : JSON.parse(wire));
  return parsed.success ? ['ok', ...requests[name].errors, ...COMMON] : ['invalidRequest'];
}

/** As it arrives: where there is binary data, socket.io loses what is called `__proto__`. */
function hasBinary(value: unknown): boolean {
  if (Buffer.isBuffer(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, part]) => key !== '__proto__' && hasBinary(part));
}
