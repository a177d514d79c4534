import { createHash } from 'node:crypto';
import { z } from 'zod';
import { errorDocument } from './errors.ts';
import { handshake } from './handshake.ts';
import { notifications } from './notifications.ts';
import { requests } from './requests/index.ts';

function inputSchema(schema: z.ZodType) {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** Everything that crosses the wire, as one JSON Schema document. */
export function protocolSchema() {
  return {
    handshake: inputSchema(handshake),
    error: inputSchema(errorDocument),
    requests: mapValues(requests, (request) => ({
      data: inputSchema(request.data),
      ack: inputSchema(request.ack),
    })),
    notifications: mapValues(notifications, (notification) => inputSchema(notification.data)),
  };
}

/** Changes with every change of shape, not with one of wording. */
export function schemaHash(): string {
  const shape = JSON.stringify(protocolSchema(), (key, value: unknown) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  );
  return createHash('sha256').update(shape).digest('hex').slice(0, 16);
}

function mapValues<K extends string, V, R>(of: Record<K, V>, to: (value: V) => R): Record<K, R> {
  const entries = Object.entries(of) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, to(value)])) as Record<K, R>;
}
