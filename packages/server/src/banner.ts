import { isIPv6 } from 'node:net';
import { renderUnicodeCompact } from 'uqr';
import type { AccessSummary } from './access/createAccess.ts';
import type { Config } from './config.ts';
import { ownAddresses } from './media/addresses.ts';
import { SERVER_VERSION } from './version.ts';

/** What a host wants to know when the server is up: where it is, from here and from elsewhere. */
export function banner(
  config: Config,
  ports: { http: number; https: number | null },
  adminTokenPath: string | null,
  access: AccessSummary,
): string {
  const key = access.made ? `/#access=${access.made.password}` : '';
  const lan = withKey(lanUrl(config, ports.https), key);
  const { from, to } = config.media.ports;
  const lines = [
    '',
    `  Ottogi ${SERVER_VERSION} is up.`,
    '',
    `  On this machine   http://${urlHost(config.http.host)}:${ports.http}${key}`,
    ...(lan
      ? [
          `  Other devices     ${lan}`,
          ...(config.https?.files
            ? []
            : ['                    The certificate is self-made: the browser warns once; go on.']),
        ]
      : []),
    ...accessLines(access),
    `  Media             UDP and TCP ${from} to ${to}, one half at a time`,
    adminTokenPath
      ? `  Admin token       kept in ${adminTokenPath}, for GET /api/state`
      : '  Admin token       from OTTOGI_ADMIN_TOKEN, for GET /api/state',
    '',
    ...(lan ? [indent(renderUnicodeCompact(lan)), ''] : []),
    '  Ctrl+C stops it.',
    '',
  ];
  return lines.join('\n');
}

/** Who may enter, in a line; and one more where that was not the host's own choice. */
function accessLines({ mode, exposed, made }: AccessSummary): string[] {
  switch (mode) {
    case 'open':
      return ['  Access            open: whoever reaches this address may enter'];
    case 'token':
      return ['  Access            by token: "npm run token" makes one'];
    case 'password':
      return [
        `  Access            by password: ${made ? `the links above carry it, kept in ${made.path}` : 'the one in OTTOGI_PASSWORD'}`,
        ...(exposed
          ? ['                    Strangers may reach this machine. Your choice: OTTOGI_ACCESS.']
          : []),
      ];
  }
}

function withKey(url: string | null, key: string): string | null {
  return url === null ? null : `${url}${key}`;
}

/** Null where no other device can come: HTTPS is off, or stays on loopback. */
export function lanUrl(config: Config, httpsPort: number | null): string | null {
  if (!config.https || httpsPort === null) return null;
  const { host } = config.https;
  const isWildcard = host === '0.0.0.0' || host === '::';
  const address = isWildcard ? ownAddresses()[0] : host;
  if (!address || address === 'localhost' || address.startsWith('127.') || address === '::1') {
    return null;
  }
  return `https://${urlHost(address)}:${httpsPort}`;
}

function urlHost(host: string): string {
  if (host === '127.0.0.1' || host === '0.0.0.0' || host === '::' || host === '::1') {
    return 'localhost';
  }
  return isIPv6(host) ? `[${host}]` : host;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
