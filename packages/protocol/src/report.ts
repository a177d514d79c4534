/**
 * What somebody in trouble sends to the host with one click, by `POST /api/reports`. It is read by
 * people, and holds no secret: no full address of theirs, no token, nothing that was said.
 */
import { z } from 'zod';
import { personName, reportText } from './text.ts';

/** A word of code: the name of a check, a result, a state. */
const word = z.string().max(64);
const line = z.string().max(400);
const ms = z.number().min(0).max(1e12);

export const reportDocument = z.object({
  text: reportText.optional(),
  name: personName.optional().describe('Who sends it.'),
  browser: z.object({
    userAgent: line,
    languages: z.array(word).max(10),
  }),
  server: word.nullable().describe('The version of the server; null where it was never reached.'),
  findings: z
    .array(z.object({ check: word, level: z.enum(['ok', 'warning', 'problem']), result: word }))
    .max(40),
  ways: z
    .array(
      z.object({
        way: z.enum(['udp', 'tcp', 'turn']),
        verdict: word,
        tookMs: ms,
        local: z.array(line).max(40).describe('Types and shortened addresses of own candidates.'),
        remote: z.array(line).max(40).describe('Candidates of the server.'),
      }),
    )
    .max(6),
  states: z.record(word, word).describe('How things stand: connection, call, media, devices.'),
  figures: z.record(word, z.number()).describe('Times, in ms.'),
  errors: z
    .array(z.object({ agoMs: ms, code: word, message: line }))
    .max(20)
    .describe('What failed lately, the newest last.'),
});

export type ReportDocument = z.output<typeof reportDocument>;
