import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Of what a page may ask for, ours uses these, and nobody whom it embeds gets any. */
const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'speaker-selection=(self)',
  'fullscreen=(self)',
  'picture-in-picture=(self)',
  'clipboard-write=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ');

/**
 * What browsers are to hold the page to: it loads nothing from anywhere else, runs no script and no
 * style that stands in a document, and is shown in nobody's frame but that of `allowedOrigins`
 * (https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/permissions-policy/).
 */
export async function addSafeHeaders(
  app: FastifyInstance,
  allowedOrigins: readonly string[],
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // RNNoise and the segmenter are WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        // Pictures that are on their way out are shown from memory.
        imgSrc: ["'self'", 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: [
          "'self'",
          ({ headers }) => socketsOf([headers.host, headers['x-forwarded-host']]),
        ],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'self'", ...allowedOrigins],
      },
    },
    // It would hold for every port of the host, and the plain one is there for this machine itself.
    strictTransportSecurity: false,
    // Says the same as `frameAncestors`, but knows no list.
    xFrameOptions: false,
    referrerPolicy: { policy: 'same-origin' },
  });
  app.addHook('onRequest', async ({ url }, reply) => {
    reply.header('permissions-policy', PERMISSIONS);
    // What it answers depends on who asks, and on when.
    if (url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

/** The page's own WebSocket, which not every browser counts as `'self'`. */
function socketsOf(hosts: (string | string[] | undefined)[]): string {
  const sources = hosts
    .flat()
    .filter((host) => host !== undefined && /^[\w.[\]:-]+$/.test(host))
    .map((host) => `ws://${host} wss://${host}`);
  return sources.length > 0 ? sources.join(' ') : "'self'";
}
