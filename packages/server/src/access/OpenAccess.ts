import { MEMBER } from '@ottogi/protocol';
import type { Access, Admission } from './Access.ts';

/** Of whoever may do what everybody may. */
export const MEMBERSHIP: Admission = { grants: MEMBER, subject: null, expiresAt: null };

/** Whoever reaches the server may enter. */
export class OpenAccess implements Access {
  async admit(): Promise<Admission> {
    return MEMBERSHIP;
  }
}
