import { grants, personName, SOURCES } from '@ottogi/protocol';
import { z } from 'zod';
import type { Admission } from './Access.ts';

const { rooms, roomPatterns, publish, subscribe, chat, moderate, admin } = grants.shape;

/**
 * What a token grants, under the claim `ottogi`. Rooms have to be named; beyond them, what is left
 * out is what a member may do. A grant that is misspelt makes the token one that is refused, since
 * it was meant to take something away.
 */
export const grantClaims = z.strictObject({
  rooms: rooms.default([]),
  roomPatterns: roomPatterns.default([]),
  publish: publish.default([...SOURCES]),
  subscribe: subscribe.default(true),
  chat: chat.default(true),
  moderate: moderate.default(false),
  admin: admin.default(false),
});

export type GrantClaims = z.input<typeof grantClaims>;

const claims = z.object({
  iss: z.string(),
  exp: z.number(),
  sub: z.string().min(1).max(256).optional(),
  name: personName.optional(),
  ottogi: grantClaims,
});

/** What a payload says whose signature, audience, issuer and time are right. @throws z.ZodError */
export function admissionOf(payload: unknown): Admission {
  const { iss, exp, sub, name = null, ottogi } = claims.parse(payload);
  return {
    grants: { ...ottogi, name },
    subject: sub === undefined ? null : `${iss} ${sub}`,
    expiresAt: exp * 1000,
  };
}
