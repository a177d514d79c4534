import type { TransportDocument } from '@ottogi/protocol';

/** What a peer without a browser around it carries over a transport. */
export interface OfferedSection {
  /** What follows `m=`. */
  media: string;
  /** Besides those that every section has. */
  attributes: readonly string[];
}

/** A transport of mediasoup's as the offer that an ICE-lite browser would make: one section. */
export function offerOf(
  transport: TransportDocument,
  { media, attributes }: OfferedSection,
): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!fingerprint) throw new Error('the transport has no sha-256 fingerprint');
  const candidates = iceCandidates
    .filter(({ protocol }) => protocol === 'udp')
    .map(
      ({ foundation, priority, address, port }) =>
        `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
    );
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    `m=${media}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    ...attributes,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=setup:actpass',
    ...candidates,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

/** The DTLS fingerprint in the peer's own answer. */
export function fingerprintIn(sdp: string): string {
  const value = /a=fingerprint:sha-256 (\S+)/i.exec(sdp)?.[1];
  if (!value) throw new Error('the answer has no sha-256 fingerprint');
  return value;
}
