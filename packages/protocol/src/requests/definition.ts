import { z } from 'zod';
import type { ErrorCode } from '../errorCodes.ts';

export interface RequestDefinition {
  summary: string;
  data: z.ZodType;
  ack: z.ZodType;
  /** Beyond those that every request can end with. */
  errors: readonly ErrorCode[];
}

export const nothing = z.object({});
