import type { ErrorDocument, ReportDocument } from '@ottogi/protocol';
import { ClientError, toClientError } from '../errors.ts';

const PATIENCE_MS = 15_000;

/**
 * Sends a report to the host. Resolves to the short id under which they find it.
 * @throws ClientError `serverUnreachable`, `tooManyRequests`, `messageTooLarge`, `invalidRequest`,
 *   `forbidden`, `storeUnavailable`, `internal`
 */
export async function sendReport(serverUrl: string, report: ReportDocument): Promise<string> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${serverUrl}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    body = await response.json();
  } catch (error) {
    throw toClientError(error, 'serverUnreachable');
  }
  if (hasString(body, 'reportId')) return body.reportId;
  const code = hasString(body, 'code') ? (body.code as ErrorDocument['code']) : 'internal';
  throw new ClientError(code, `report: HTTP status ${response.status}`);
}

function hasString<K extends string>(body: unknown, key: K): body is Record<K, string> {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof (body as Record<string, unknown>)[key] === 'string'
  );
}
