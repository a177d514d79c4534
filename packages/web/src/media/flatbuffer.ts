/** As much of the FlatBuffers format (https://flatbuffers.dev/internals/) as it takes to extend a file. */

/** Something to be written; `at` is what stands in the finished file already, at that position. */
export type Value =
  | { table: readonly (Value | null)[] }
  | { vector: readonly Value[] }
  | { bytes: Uint8Array }
  | { number: number }
  | { float: number }
  | { at: number };

const SLOT_BYTES = 4;
/** What the most demanding content of a model asks for. */
const ALIGNMENT = 16;

/** A file with this root; what follows its last byte begins at a multiple of 16. */
export function writeFlatbuffer(identifier: string, root: Value): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  const rootSlot = writer.reserve(SLOT_BYTES);
  writer.append(new TextEncoder().encode(identifier));
  writer.fill(rootSlot, root);
  writer.align(ALIGNMENT);
  return writer.bytes();
}

/** How long the file will be: positions after it have to be known before it is written. */
export function flatbufferBytes(identifier: string, root: Value): number {
  return writeFlatbuffer(identifier, root).length;
}

class Writer {
  #view = new DataView(new ArrayBuffer(1024));
  #end = 0;

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#view.buffer.slice(0, this.#end));
  }

  reserve(length: number): number {
    const position = this.#end;
    this.#end += length;
    if (this.#end > this.#view.byteLength) {
      const larger = new Uint8Array(this.#end * 2);
      larger.set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger.buffer);
    }
    return position;
  }

  align(alignment: number): void {
    this.reserve((alignment - (this.#end % alignment)) % alignment);
  }

  append(bytes: Uint8Array): void {
    const position = this.reserve(bytes.length);
    new Uint8Array(this.#view.buffer).set(bytes, position);
  }

  /** Puts a number into the slot, or how far after the slot the rest stands. */
  fill(slot: number, value: Value): void {
    if ('number' in value) this.#view.setUint32(slot, value.number, true);
    else if ('float' in value) this.#view.setFloat32(slot, value.float, true);
    else this.#view.setUint32(slot, this.#place(value) - slot, true);
  }

  #place(value: Exclude<Value, { number: number } | { float: number }>): number {
    if ('at' in value) return value.at;
    if ('table' in value) return this.#placeTable(value.table);
    return 'vector' in value ? this.#placeVector(value.vector) : this.#placeBytes(value.bytes);
  }

  /** Its list of fields comes first, then the fields in slots of equal size. */
  #placeTable(fields: readonly (Value | null)[]): number {
    this.align(2);
    const list = this.reserve(4 + fields.length * 2);
    this.align(SLOT_BYTES);
    const table = this.reserve(SLOT_BYTES);
    const slots = fields.map((field) => (field ? this.reserve(SLOT_BYTES) : 0));
    this.#view.setUint16(list, 4 + fields.length * 2, true);
    this.#view.setUint16(list + 2, this.#end - table, true);
    this.#view.setInt32(table, table - list, true);
    for (const [index, field] of fields.entries()) {
      const slot = slots[index] ?? 0;
      if (!field) continue;
      this.#view.setUint16(list + 4 + index * 2, slot - table, true);
      this.fill(slot, field);
    }
    return table;
  }

  #placeVector(items: readonly Value[]): number {
    this.align(SLOT_BYTES);
    const vector = this.reserve(SLOT_BYTES);
    this.#view.setUint32(vector, items.length, true);
    const slots = items.map(() => this.reserve(SLOT_BYTES));
    for (const [index, item] of items.entries()) this.fill(slots[index] ?? 0, item);
    return vector;
  }

  /** Zero-ended too, so that it can be a string. */
  #placeBytes(bytes: Uint8Array): number {
    while ((this.#end + SLOT_BYTES) % ALIGNMENT !== 0) this.reserve(1);
    const vector = this.reserve(SLOT_BYTES);
    this.#view.setUint32(vector, bytes.length, true);
    this.append(bytes);
    this.reserve(1);
    return vector;
  }
}

/** Finds its way in a file: positions of the root's fields and of the items of vectors. */
export class FlatbufferReader {
  readonly #view: DataView;

  constructor(file: ArrayBuffer) {
    this.#view = new DataView(file);
  }

  get identifier(): string {
    return String.fromCharCode(...new Uint8Array(this.#view.buffer, 4, 4));
  }

  get root(): number {
    return this.#view.getUint32(0, true);
  }

  /** The slot of a table's field; null where it is left out. */
  field(table: number, index: number): number | null {
    const list = table - this.#view.getInt32(table, true);
    const entry = 4 + index * 2;
    if (entry >= this.#view.getUint16(list, true)) return null;
    const offset = this.#view.getUint16(list + entry, true);
    return offset === 0 ? null : table + offset;
  }

  number(slot: number): number {
    return this.#view.getUint32(slot, true);
  }

  /** Where that stands which the slot points to. */
  follow(slot: number): number {
    return slot + this.#view.getUint32(slot, true);
  }

  /** Where the items of a vector of tables stand. */
  items(vector: number): number[] {
    const length = this.#view.getUint32(vector, true);
    return Array.from({ length }, (_, index) => this.follow(vector + SLOT_BYTES * (index + 1)));
  }
}
