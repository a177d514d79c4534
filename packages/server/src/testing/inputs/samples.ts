import { z } from 'zod';
import type { Random } from './Random.ts';

/** What `z.toJSONSchema` makes of the protocol's schemas. */
export interface JsonSchema {
  type?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

/** The schema of what a client may send. */
export function inputSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** One of these fits each pattern of the protocol. */
const WORDS = ['x', 'lounge', 'AB:CD', '👋', 'audio/opus', '회의실', 'a b c'];

/** Ids that were seen on the wire, by the name of their field. */
export type Ids = (field: string) => string | undefined;

/** Documents that fit a schema, or nearly: what it says in code alone is not in there. */
export class Samples {
  readonly #random: Random;
  readonly #ids: Ids;

  constructor(random: Random, ids: Ids) {
    this.#random = random;
    this.#ids = ids;
  }

  of(schema: JsonSchema): unknown {
    return this.#sample(schema, schema.$defs ?? {}, '');
  }

  #sample(schema: JsonSchema, defs: Record<string, JsonSchema>, field: string): unknown {
    const random = this.#random;
    if (schema.$ref !== undefined) {
      return this.#sample(defs[schema.$ref.split('/').at(-1) ?? ''] ?? {}, defs, field);
    }
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    if (schema.anyOf) return this.#sample(random.pick(schema.anyOf), defs, field);
    switch (schema.type) {
      case 'object':
        return this.#object(schema, defs);
      case 'array': {
        const { minItems = 0, maxItems = 3, items = {} } = schema;
        const length = Math.min(maxItems, minItems + random.below(3));
        return Array.from({ length }, () => this.#sample(items, defs, field));
      }
      case 'string':
        return this.#string(schema, field);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      default:
        return random.pick<unknown>(['x', 1, null]);
    }
  }

  #object(schema: JsonSchema, defs: Record<string, JsonSchema>): Record<string, unknown> {
    const required = new Set(schema.required);
    const kept = Object.entries(schema.properties ?? {}).filter(
      ([name]) => required.has(name) || this.#random.chance(0.6),
    );
    const known = kept.map(([name, of]) => [name, this.#sample(of, defs, name)] as const);
    return Object.fromEntries([...known, ...this.#entries(schema, defs)]);
  }

  /** Of a record. */
  #entries({ additionalProperties, propertyNames }: JsonSchema, defs: Record<string, JsonSchema>) {
    if (typeof additionalProperties !== 'object' || !propertyNames) return [];
    const value = this.#sample(additionalProperties, defs, '');
    return [[String(this.#sample(propertyNames, defs, '')), value] as const];
  }

  #string({ pattern, minLength = 0, maxLength = 1_000 }: JsonSchema, field: string): string {
    const known = this.#random.chance(0.8) ? this.#ids(field) : undefined;
    if (known !== undefined) return known;
    const expression = pattern === undefined ? null : new RegExp(pattern, flagsOf(pattern));
    const fitting = WORDS.filter(
      (word) =>
        word.length >= minLength &&
        word.length <= maxLength &&
        (expression === null || expression.test(word)),
    );
    return fitting.length > 0 ? this.#random.pick(fitting) : 'x'.repeat(minLength);
  }

  #number({ type, minimum = 0, maximum = 1_000 }: JsonSchema): number {
    const random = this.#random;
    const near = Math.min(maximum, minimum + 10);
    const value = random.pick([minimum, maximum, minimum + random.next() * (near - minimum)]);
    return type === 'integer' ? Math.round(value) : value;
  }
}

/** JSON Schema keeps the pattern and not its flags: only the properties of strings need one. */
function flagsOf(pattern: string): string {
  return pattern.includes('RGI_') ? 'v' : 'u';
}
