/**
 * Writes docs/protocol.md from the schemas, so that the words on the wire and the words about them
 * cannot differ. With `--check` it writes nothing and fails if the file is not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { ERROR_CODES } from '../packages/protocol/src/errorCodes.ts';
import { MESSAGE_MAX_BYTES } from '../packages/protocol/src/limits.ts';
import { notifications } from '../packages/protocol/src/notifications.ts';
import { requests } from '../packages/protocol/src/requests/index.ts';
import { protocolSchema } from '../packages/protocol/src/schema.ts';
import { PROTOCOL_HISTORY, PROTOCOL_VERSION } from '../packages/protocol/src/version.ts';

const TARGET = new URL('../docs/protocol.md', import.meta.url);

interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  allOf?: JsonSchema[];
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  description?: string;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
}

/** The shapes that messages share, collected while their tables are written. */
const shapes = new Map<string, JsonSchema>();

function render(): string {
  const schema = protocolSchema();
  const messages = renderMessages(schema);
  return [
    '# The protocol',
    '',
    'This page is generated from `packages/protocol` by `npm run docs`; change the schemas, not the page.',
    '',
    ...introduction(schema.handshake as JsonSchema),
    ...messages,
    ...renderShapes(),
    '## Errors',
    '',
    ...table('An error', schema.error as JsonSchema),
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
    '## History',
    '',
    '| version | change |',
    '| --- | --- |',
    ...Object.entries(PROTOCOL_HISTORY).map(
      ([version, { change }]) => `| ${version} | ${change} |`,
    ),
    '',
  ].join('\n');
}

function renderMessages(schema: ReturnType<typeof protocolSchema>): string[] {
  return [
    '## Requests',
    '',
    'A client asks, the server acknowledges.',
    '',
    ...Object.entries(requests).flatMap(([name, { summary, errors }]) => {
      const { data, ack } = schema.requests[name as keyof typeof requests];
      return [
        `### \`${name}\``,
        '',
        summary,
        '',
        ...table('Data', data as JsonSchema),
        ...table('Ack', ack as JsonSchema),
        ...(errors.length > 0 ? [`Errors: ${errors.map((e) => `\`${e}\``).join(', ')}.`, ''] : []),
      ];
    }),
    '## Notifications',
    '',
    'Facts that the server states.',
    '',
    ...Object.entries(notifications).flatMap(([name, definition]) => [
      `### \`${name}\``,
      '',
      definition.summary,
      ...('acked' in definition ? ['', 'The client acknowledges it.'] : []),
      ...('unnumbered' in definition ? ['', 'It carries no sequence number.'] : []),
      '',
      ...table('Data', schema.notifications[name as keyof typeof notifications] as JsonSchema),
    ]),
  ];
}

/** Shapes may bring in further shapes, which the map yields in turn. */
function renderShapes(): string[] {
  const lines = ['## Shapes', '', 'What the messages are made of.', ''];
  for (const [name, shape] of shapes) {
    lines.push(`### ${name}`, '', shape.description ?? '', '', ...table(name, shape));
  }
  return lines;
}

function introduction(handshake: JsonSchema): string[] {
  return [
    `Version ${PROTOCOL_VERSION}, over [socket.io](https://socket.io) 4 (WebSocket, or HTTP long polling).`,
    '',
    '- **Handshake**: socket.io’s `auth` carries the version. A server of another version refuses with a `connect_error` whose `data` is an error, `{ code: "protocolMismatch", message }`. So does one whose password or token is missing or wrong: `accessRequired`, `accessRefused`, `tokenRefused`, `tokenExpired`, `accessUnavailable`, or `tooManyRequests` after too many guesses ([access.md](access.md)).',
    '- **Request**: `emit(name, data, acknowledge)`. The ack is `{ ok: true, data }` or `{ ok: false, error: { code, message, details?, retryAfterMs? } }`. A request without an acknowledgement callback is not carried out and answered by `requestRejected`.',
    '- **Notification**: the server emits `name` with `{ seq, data }`. `seq` counts 1, 2, 3… within a session; a client that misses a number asks for `getSnapshot`. `welcome` is the first. Where much happens at once, several come in one `facts`.',
    `- **Size**: a message has at most ${MESSAGE_MAX_BYTES} bytes. Up to twice that, the answer is \`messageTooLarge\`; beyond, the connection is closed.`,
    '- Fields that the schema does not name are ignored. Every request can end with `invalidRequest`, `messageTooLarge`, `tooManyRequests`, `notGranted`, `tokenExpired` or `internal`, and every one about a room with `notFound`.',
    '',
    ...table('Handshake', handshake),
  ];
}

function table(title: string, schema: JsonSchema): string[] {
  for (const [name, shape] of Object.entries(schema.$defs ?? {})) {
    if (!shapes.has(name)) shapes.set(name, shape);
  }
  const rows = fieldRows(schema, '');
  if (rows.length === 0) return [`${title}: nothing, \`{}\`.`, ''];
  return [`| ${title} | type | |`, '| --- | --- | --- |', ...rows, ''];
}

/** One row a field; the fields of objects in objects follow with their path. */
function fieldRows(schema: JsonSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const path = `${prefix}${name}`;
    const notes = [
      field.description ?? '',
      field.default === undefined ? '' : `Default: \`${JSON.stringify(field.default)}\`.`,
    ];
    const row = `| \`${path}${isRequired ? '' : '?'}\` | ${typeOf(field)} | ${notes.filter(Boolean).join(' ')} |`;
    return [row, ...fieldRows(inner(field), `${path}${field.items ? '[].' : '.'}`)];
  });
}

/** Where the fields below a field are. */
function inner(field: JsonSchema): JsonSchema {
  if (field.items) return field.items;
  return field.anyOf?.find(({ properties }) => properties !== undefined) ?? field;
}

function typeOf(schema: JsonSchema): string {
  const shape = schema.$ref?.split('/').at(-1);
  if (shape !== undefined) return `[${shape}](#${shape.toLowerCase()})`;
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ');
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' \\| ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' \\| ');
  if (schema.items)
    return `array of ${typeOf(schema.items)}${range(schema.minItems, schema.maxItems)}`;
  const bounds =
    schema.type === 'string'
      ? range(schema.minLength, schema.maxLength)
      : range(schema.minimum, schema.maximum);
  return `${schema.type ?? 'any'}${bounds}`;
}

function range(from: number | undefined, to: number | undefined): string {
  // The bounds of a safe integer are those of JSON itself.
  const low = from === undefined || from <= Number.MIN_SAFE_INTEGER ? undefined : from;
  const high = to === undefined || to >= Number.MAX_SAFE_INTEGER ? undefined : to;
  if (low === undefined && high === undefined) return '';
  return ` (${low ?? ''}…${high ?? ''})`;
}

const rendered = render();
if (process.argv.includes('--check')) {
  const written = await readFile(TARGET, 'utf8').catch(() => '');
  if (written !== rendered) {
    process.stderr.write('docs/protocol.md is not what the schemas say: run "npm run docs".\n');
    process.exit(1);
  }
} else {
  await writeFile(TARGET, rendered);
}
