import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import { ConfigError } from '../config.ts';
import { readPrivate, writePrivate } from '../dataDir.ts';

export interface Certificate {
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Browsers refuse what is valid for longer (CA/Browser Forum baseline requirements). */
const LIFETIME_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;

/**
 * The host's own certificate.
 * @throws ConfigError naming the file that cannot be read, or the pair that does not fit.
 */
export async function readCertificate(files: Certificate): Promise<Certificate> {
  const [cert, key] = await Promise.all([
    readPem('OTTOGI_TLS_CERT', files.cert),
    readPem('OTTOGI_TLS_KEY', files.key),
  ]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const allowed = `a PEM certificate that fits the key in OTTOGI_TLS_KEY (${reasonOf(error)})`;
    throw new ConfigError([{ variable: 'OTTOGI_TLS_CERT', value: files.cert, allowed }]);
  }
  return { cert, key };
}

async function readPem(variable: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const allowed = `the path of a PEM file that can be read (${reasonOf(error)})`;
    throw new ConfigError([{ variable, value: path, allowed }]);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where the self-made one is kept. */
export function certificatePaths(dataDir: string): Certificate {
  return { cert: join(dataDir, 'tls', 'cert.pem'), key: join(dataDir, 'tls', 'key.pem') };
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
  const paths = certificatePaths(dataDir);
  const [cert, key] = await Promise.all([readPrivate(paths.cert), readPrivate(paths.key)]);
  if (cert && key && isUsable({ cert, key }, names, now)) return { cert, key };
  const made = await makeCertificate(names, now);
  // Half of a pair, should the machine fail between the two, fits nothing and is made anew.
  await writePrivate(paths.key, made.key);
  await writePrivate(paths.cert, made.cert);
  return made;
}

function isUsable({ cert, key }: Certificate, names: string[], now: Date): boolean {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(cert);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return false;
  } catch {
    return false;
  }
  const lastsMs = parsed.validToDate.getTime() - now.getTime();
  const covers = (name: string) =>
    isIP(name) ? parsed.checkIP(name) !== undefined : parsed.checkHost(name) !== undefined;
  return lastsMs > RENEW_BEFORE_MS && names.every(covers);
}

export async function makeCertificate(names: string[], now: Date): Promise<Certificate> {
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
