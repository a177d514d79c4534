import { REPORT_MAX_BYTES, type ReportDocument, reportDocument } from '@ottogi/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Doctor } from '../doctor/Doctor.ts';
import type { Reports } from '../doctor/Reports.ts';
import { invalidRequest, RequestError } from '../errors.ts';
import { addressOf } from '../limits/address.ts';
import { Askers } from '../limits/Askers.ts';
import { JointLimit, RateLimit } from '../limits/RateLimit.ts';
import type { Logger } from '../logger.ts';
import { isAllowedOrigin } from '../origin.ts';
import type { Bearers } from './Bearers.ts';
import { crossOrigin, preflight } from './cors.ts';
import { errorHandler } from './errorAnswers.ts';

export interface DoctorRoutesContext {
  doctor: Doctor;
  reports: Reports;
  bearers: Bearers;
  allowedOrigins: readonly string[];
  logger: Logger;
}

/** Of one address: somebody who tries again, and a few behind one router. */
const RATE = { burst: 5, refillMs: 60_000 };

/** Of all together: more is nobody in trouble. */
const RATE_OF_ALL = { burst: 30, refillMs: 10_000 };

/** Addresses that are remembered. */
const MOST_ADDRESSES = 1_000;

/**
 * How the server is, for the host; and reports of people in trouble. They come by plain HTTP, since
 * what they are about may be that nothing else gets through.
 */
export async function addDoctorRoutes(
  app: FastifyInstance,
  context: DoctorRoutesContext,
): Promise<void> {
  const { doctor, reports, bearers, allowedOrigins } = context;
  const onRequest = bearers.requireAdmin;
  app.get('/api/doctor', { onRequest }, async () => ({ findings: await doctor.examine() }));
  app.get('/api/reports', { onRequest }, async () => ({ reports: await reports.list() }));
  app.get<{ Params: { reportId: string } }>(
    '/api/reports/:reportId',
    { onRequest },
    async ({ params }, reply) =>
      (await reports.get(params.reportId)) ??
      reply.code(404).send({ code: 'notFound', message: `there is no report ${params.reportId}` }),
  );
  await app.register(async (scope) => {
    scope.addHook('onRequest', crossOrigin(allowedOrigins));
    scope.setErrorHandler(
      errorHandler(context.logger, 'a report was not taken', 'messageTooLarge'),
    );
    for (const path of ['/api/time', '/api/reports']) scope.options(path, preflight('GET, POST'));
    scope.get('/api/time', async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ now: Date.now() }),
    );
    const receive = receiver(context);
    scope.post('/api/reports', { bodyLimit: REPORT_MAX_BYTES }, receive);
  });
}

function receiver({ reports, allowedOrigins, logger }: DoctorRoutesContext) {
  const limits = new ReportLimits();
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isAllowedOrigin(request, allowedOrigins)) {
      throw new RequestError('forbidden', 'this page is not allowed to send reports here');
    }
    limits.take(addressOf(request.raw));
    const said = reportDocument.safeParse(request.body);
    if (!said.success) throw invalidRequest('the report', said.error);
    const { reportId, dropped } = await keep(reports, said.data);
    logger.warn(
      { report: reportId, from: said.data.name, ...(dropped > 0 && { dropped }) },
      'somebody in trouble sent a report: npm run doctor -- report %s',
      reportId,
    );
    return reply.code(201).send({ reportId });
  };
}

async function keep(reports: Reports, report: ReportDocument) {
  try {
    return await reports.keep(report);
  } catch (error) {
    throw new RequestError('storeUnavailable', 'the report cannot be saved', { cause: error });
  }
}

class ReportLimits {
  readonly #ofAll = new RateLimit(RATE_OF_ALL);
  readonly #byAddress = new Askers(() => new RateLimit(RATE), MOST_ADDRESSES);

  /** @throws RequestError `tooManyRequests` */
  take(address: string): void {
    new JointLimit([this.#byAddress.of(address), this.#ofAll]).take();
  }
}
