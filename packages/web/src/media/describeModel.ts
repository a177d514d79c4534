/**
 * The segmentation model in the registry comes without the description that MediaPipe's tasks ask
 * for: how pixels become numbers. This adds it, the way TFLite models carry it
 * (https://ai.google.dev/edge/litert/conversion/tensorflow/metadata).
 */
import { FlatbufferReader, flatbufferBytes, type Value, writeFlatbuffer } from './flatbuffer.ts';

/** Fields of a model (tensorflow/lite/schema/schema.fbs), by their place. */
const MODEL = { version: 0, buffers: 4, metadata: 6, fields: 8 };

/** The kind of a ProcessUnit that is NormalizationOptions (metadata_schema.fbs). */
const NORMALIZATION = 1;

/** The model with the description in it. @throws TypeError if it is no TFLite model */
export function describeModel(model: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const reader = new FlatbufferReader(model);
  if (reader.identifier !== 'TFL3') throw new TypeError('this is no TFLite model');
  // Everything in a FlatBuffer points forward: a new beginning in front of the old file can use all
  // of it. How long the beginning is does not depend on what it points to.
  const shift = flatbufferBytes('TFL3', beginning(reader, 0));
  const head = writeFlatbuffer('TFL3', beginning(reader, shift));
  const described = new Uint8Array(shift + model.byteLength);
  described.set(head);
  described.set(new Uint8Array(model), shift);
  return described;
}

/** The root of the model as it is, but for one more buffer and one more piece of metadata. */
function beginning(reader: FlatbufferReader, shift: number): Value {
  const old = (field: number): Value | null => {
    const slot = reader.field(reader.root, field);
    if (slot === null) return null;
    return field === MODEL.version
      ? { number: reader.number(slot) }
      : { at: reader.follow(slot) + shift };
  };
  const items = (field: number): Value[] => {
    const slot = reader.field(reader.root, field);
    const positions = slot === null ? [] : reader.items(reader.follow(slot));
    return positions.map((position) => ({ at: position + shift }));
  };
  const buffers = items(MODEL.buffers);
  const fields = Array.from({ length: MODEL.fields }, (_, field) => old(field));
  const name = { bytes: new TextEncoder().encode('TFLITE_METADATA') };
  fields[MODEL.buffers] = { vector: [...buffers, { table: [{ bytes: description() }] }] };
  fields[MODEL.metadata] = {
    vector: [...items(MODEL.metadata), { table: [name, { number: buffers.length }] }],
  };
  return { table: fields };
}

/** One input, whose pixels are 0 to 1 as they come: mean 0, deviation 1. */
function description(): Uint8Array {
  const normalization = { table: [{ vector: [{ float: 0 }] }, { vector: [{ float: 1 }] }] };
  const unit = { table: [{ number: NORMALIZATION }, normalization] };
  const input = { table: [null, null, null, null, { vector: [unit] }] };
  const graph = { table: [null, null, { vector: [input] }] };
  return writeFlatbuffer('M001', { table: [null, null, null, { vector: [graph] }] });
}
