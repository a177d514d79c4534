import type { FastifyInstance } from 'fastify';
import { foreignName, notMeantForThis, type OwnNames } from '../access/hostNames.ts';
import { sendError } from './errorAnswers.ts';

/** Answers 403 to whoever calls the server by a name that is not its own. */
export function addNameCheck(app: FastifyInstance, own: OwnNames): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    const name = foreignName(raw, own);
    if (name === null) return;
    await sendError(reply, { code: 'forbidden', message: notMeantForThis(name) });
  });
}
