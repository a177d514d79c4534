import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { readPrivate, writePrivate } from '../dataDir.ts';

export interface Certificate {
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Browsers refuse what is valid for longer (CA/Browser Forum baseline requirements). */
const LIFETIME_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** The host's own certificate. */
export async function readCertificate(files: Certificate): Promise<Certificate> {
  const [cert, key] = await Promise.all([
    readFile(files.cert, 'utf8'),
    readFile(files.key, 'utf8'),
  ]);
  return { cert, key };
}

/**
 * A certificate that the program made for this machine's names, kept in the data folder so that
 * people accept it once. A new one is made only when it no longer covers an address or runs out.
 */
export async function keptCertificate(
  dataDir: string,
  names: string[],
  now = new Date(),
): Promise<Certificate> {
  const paths = { cert: join(dataDir, 'tls', 'cert.pem'), key: join(dataDir, 'tls', 'key.pem') };
  const [cert, key] = await Promise.all([readPrivate(paths.cert), readPrivate(paths.key)]);
  if (cert && key && isUsable({ cert, key }, names, now)) return { cert, key };
  const made = await makeCertificate(names, now);
  // The key first: a certificate without its key would look usable and not be.
  await writePrivate(paths.key, made.key);
  await writePrivate(paths.cert, made.cert);
  return made;
}

function isUsable({ cert, key }: Certificate, names: string[], now: Date): boolean {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(cert);
    if (!key.includes('PRIVATE KEY')) return false;
  } catch {
    return false;
  }
  const lastsMs = parsed.validToDate.getTime() - now.getTime();
  const covers = (name: string) =>
    isIP(name) ? parsed.checkIP(name) !== undefined : parsed.checkHost(name) !== undefined;
  return lastsMs > RENEW_BEFORE_MS && names.every(covers);
}

async function makeCertificate(names: string[], now: Date): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'Ottogi' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // Clocks of phones are not always right.
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + LIFETIME_MS - DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) =>
          isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
        ),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
