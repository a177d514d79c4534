// The one place where mediasoup's source itself must differ to run on the distribution's OpenSSL.

/**
 * @typedef {object} Correction
 * @property {string} file Path below the worker folder.
 * @property {string} from The expression that must be there exactly once.
 * @property {string} to What takes its place.
 */

/** @type {Correction[]} */
export const CORRECTIONS = [
  {
    // OpenSSL calls a BIO callback a second time after the operation, with BIO_CB_RETURN or-ed to
    // the operation's number, and takes the callback's answer as the operation's result. Tested by
    // equality the flag is never seen, so every BIO_ctrl() on this BIO answers 1. An OpenSSL built
    // with kernel TLS then asks BIO_get_ktls_send(), hears yes, allocates no write buffer, and the
    // first handshake ends in a segmentation fault.
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN)',
    to: '(operationType & BIO_CB_RETURN)',
  },
];

/**
 * Applies a correction, or throws: a source that changed must be read by a person, not guessed at.
 *
 * @param {string} source
 * @param {Correction} correction
 * @returns {string}
 */
export function correct(source, { file, from, to }) {
  const parts = source.split(from);
  if (parts.length !== 2) {
    throw new Error(
      `${file} no longer holds "${from}" exactly once; see tools/mediasoup-worker/README.md, ` +
        '"A new mediasoup version"',
    );
  }
  return parts.join(to);
}
