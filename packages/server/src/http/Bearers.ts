import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Grants, MEMBER } from '@ottogi/protocol';
import type { Access } from '../access/Access.ts';
import { RequestError, toErrorDocument } from '../errors.ts';
import { addressOf } from '../limits/address.ts';
import { sendError } from './errorAnswers.ts';

/** The host may see everything. */
const HOST: Grants = { ...MEMBER, admin: true };

/**
 * Who asks by HTTP, by the bearer of the `Authorization` header (RFC 6750): the admin token, or
 * what lets them in by socket too. Behind a proxy every address is loopback, so an address opens
 * nothing.
 */
export class Bearers {
  readonly #adminToken: Buffer;
  readonly #access: Access;

  constructor(adminToken: string, access: Access) {
    this.#adminToken = digest(adminToken);
    this.#access = access;
  }

  /** @throws RequestError as `Access.admit` does */
  async grantsOf({ headers, raw }: FastifyRequest): Promise<Grants> {
    const given = /^bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
    // Digests are of one length, so the comparison takes one time whatever was given.
    if (given && timingSafeEqual(digest(given), this.#adminToken)) return HOST;
    return (await this.#access.admit(given, addressOf(raw))).grants;
  }

  /** For a route that is the host's alone: the state of the server, whoever may enter it. */
  readonly requireAdmin = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const grants = await this.grantsOf(request).catch(() => null);
    if (grants?.admin) return;
    await reply.code(401).header('www-authenticate', 'Bearer').send({
      error: 'unauthorized',
      message:
        'Send the admin token: "Authorization: Bearer <token>". The server names it at start.',
    });
  };
}

/** Answers whoever is not let in. */
export function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof RequestError)) throw error;
  return sendError(reply, toErrorDocument(error));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
