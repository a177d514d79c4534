import type { IncomingMessage } from 'node:http';

/**
 * Whether a connection may come from the page that opens it. WebSocket knows no CORS, so without
 * this any page in the web could enter the rooms of whoever looks at it. What is no page (a script,
 * an app) sends no origin, and a page cannot send a `X-Forwarded-Host` of its own.
 */
export function isAllowedOrigin(
  { headers }: Pick<IncomingMessage, 'headers'>,
  allowed: readonly string[],
): boolean {
  const { origin } = headers;
  if (origin === undefined || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === headers.host || host === headers['x-forwarded-host'];
}
