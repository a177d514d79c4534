import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './errorCodes.ts';

export const errorDocument = z
  .object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string().describe('For people who read logs; clients translate the code.'),
    details: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Which fields were wrong, for `invalidRequest`.'),
    retryAfterMs: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('Before that the same request is refused again, for `tooManyRequests`.'),
  })
  .meta({ id: 'Error', description: 'Why a request failed.' });

export type ErrorDocument = z.output<typeof errorDocument>;
