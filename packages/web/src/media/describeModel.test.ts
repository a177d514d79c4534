import { expect, test } from 'vitest';
import { describeModel } from './describeModel.ts';
import { FlatbufferReader, type Value, writeFlatbuffer } from './flatbuffer.ts';

const VERSION = 0;
const [OPERATORS, GRAPHS, BUFFERS, METADATA] = [1, 2, 4, 6] as const;

/** A model of the shape of a real one: two operators, one graph, two buffers, no metadata. */
function modelFile(): ArrayBuffer {
  const weights = { table: [{ bytes: new Uint8Array(100).fill(7) }] };
  const root: (Value | null)[] = [
    { number: 3 },
    { vector: [{ table: [{ number: 1 }] }, { table: [{ number: 2 }] }] },
    { vector: [{ table: [] }] },
    { bytes: new TextEncoder().encode('a model') },
    { vector: [{ table: [] }, weights] },
  ];
  return writeFlatbuffer('TFL3', { table: root }).buffer;
}

/** The items of a vector of tables in the root. */
function items(reader: FlatbufferReader, field: number): number[] {
  const slot = reader.field(reader.root, field);
  return slot === null ? [] : reader.items(reader.follow(slot));
}

test('the model keeps what it has, at places that still fit its alignment', () => {
  const before = modelFile();
  const after = describeModel(before).buffer;
  const [old, described] = [new FlatbufferReader(before), new FlatbufferReader(after)];
  const shift = after.byteLength - before.byteLength;
  expect(shift % 16).toBe(0);
  expect(described.number(described.field(described.root, VERSION)!)).toBe(
    old.number(old.field(old.root, VERSION)!),
  );
  for (const field of [OPERATORS, GRAPHS]) {
    expect(items(described, field)).toEqual(items(old, field).map((position) => position + shift));
  }
  expect(items(described, BUFFERS).slice(0, -1)).toEqual(
    items(old, BUFFERS).map((position) => position + shift),
  );
});

test('the description is the last of its buffers, and is found by its name', () => {
  const file = describeModel(modelFile());
  const reader = new FlatbufferReader(file.buffer);
  const bytesAt = (slot: number) => {
    const vector = reader.follow(slot);
    return file.slice(vector + 4, vector + 4 + reader.number(vector));
  };
  const entry = items(reader, METADATA).at(-1)!;
  expect(new TextDecoder().decode(bytesAt(reader.field(entry, 0)!))).toBe('TFLITE_METADATA');
  const buffers = items(reader, BUFFERS);
  expect(reader.number(reader.field(entry, 1)!)).toBe(buffers.length - 1);
  const description = new FlatbufferReader(bytesAt(reader.field(buffers.at(-1)!, 0)!).buffer);
  expect(description.identifier).toBe('M001');
  const [graph] = description.items(description.follow(description.field(description.root, 3)!));
  const [input] = description.items(description.follow(description.field(graph!, 2)!));
  const [unit] = description.items(description.follow(description.field(input!, 4)!));
  expect(description.number(description.field(unit!, 0)!)).toBe(1);
});

test('what is no model is refused', () => {
  expect(() => describeModel(new ArrayBuffer(64))).toThrow(TypeError);
});
