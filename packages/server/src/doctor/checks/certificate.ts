import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { type Certificate, certificatePaths } from '../../tls/certificate.ts';
import type { Check } from '../Check.ts';
import { fine, problem, type Judgement, warning } from '../Finding.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Enough to notice, and to do something about it. */
const SOON_DAYS = 14;

const WHY = 'Browsers then refuse the page, or warn in a way that people do not click away.';

/** Whether browsers will take what HTTPS shows them. */
export const certificate: Check = {
  id: 'certificate',
  run: async ({ config: { https, dataDir, media }, now }) => {
    if (!https) return null;
    const paths = https.files ?? certificatePaths(dataDir);
    const own = https.files !== null;
    let pair: Certificate;
    try {
      const [cert, key] = await Promise.all([
        readFile(paths.cert, 'utf8'),
        readFile(paths.key, 'utf8'),
      ]);
      pair = { cert, key };
    } catch (error) {
      if (!own) return fine('A certificate is made at the first start');
      const reason = error instanceof Error ? error.message : String(error);
      return problem(`The certificate cannot be read: ${reason}`, WHY, MEND_FILES);
    }
    return judgeCertificate(pair, { own, announced: media.announced, now: now() });
  },
};

const MEND_FILES = 'OTTOGI_TLS_CERT=<certificate.pem> OTTOGI_TLS_KEY=<key.pem> npm start';

interface Judged {
  /** The host's own, rather than one that Ottogi made by itself. */
  own: boolean;
  announced: readonly string[];
  now: number;
}

export function judgeCertificate(pair: Certificate, { own, announced, now }: Judged): Judgement {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(pair.cert);
    if (!parsed.checkPrivateKey(createPrivateKey(pair.key))) {
      return problem('The key does not fit the certificate', WHY, MEND_FILES);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return problem(`The certificate cannot be used: ${reason}`, WHY, MEND_FILES);
  }
  const until = parsed.validToDate.toISOString().slice(0, 10);
  const renew = own
    ? 'renew the certificate (with certbot: sudo certbot renew), then start Ottogi again'
    : 'start Ottogi again: it makes a new one';
  const left = parsed.validToDate.getTime() - now;
  if (left < 0) return problem(`The certificate expired on ${until}`, WHY, renew);
  if (parsed.validFromDate.getTime() > now) {
    const from = parsed.validFromDate.toISOString().slice(0, 10);
    return problem(
      `The certificate is valid from ${from} only`,
      WHY,
      'sudo timedatectl set-ntp true',
    );
  }
  if (left < SOON_DAYS * DAY_MS) {
    return warning(`The certificate expires on ${until}`, WHY, renew);
  }
  return judgeNames(parsed, own, announced, until);
}

function judgeNames(
  parsed: X509Certificate,
  own: boolean,
  announced: readonly string[],
  until: string,
): Judgement {
  const names = namesOf(parsed);
  // People mostly come by a name while media goes by an address, so that the name of an announced
  // address is missing says something only where the certificate has no names at all.
  const strange = announced.filter((name) =>
    isIP(name)
      ? !names.some((known) => isIP(known) === 0) && parsed.checkIP(name) === undefined
      : parsed.checkHost(name) === undefined,
  );
  if (strange.length > 0) {
    return warning(
      `The certificate is not for ${strange.join(', ')}, but for ${names.join(', ')}`,
      WHY,
      own
        ? 'get one for the name by which people come, and set OTTOGI_TLS_CERT and OTTOGI_TLS_KEY'
        : MEND_FILES,
    );
  }
  if (!own) return fine(`Ottogi made the certificate, valid until ${until}: browsers warn once`);
  const selfMade = parsed.checkIssued(parsed) ? ', self-made: browsers warn' : '';
  return fine(`The certificate for ${names.join(', ')} is valid until ${until}${selfMade}`);
}

function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  return subjectAltName
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''))
    .filter((name) => name !== '' && name !== 'localhost' && name !== '127.0.0.1');
}
