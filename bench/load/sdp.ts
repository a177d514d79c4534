import type { TransportDocument } from '@ottogi/protocol';

/**
 * A transport of mediasoup's as the offer that an ICE-lite browser would make: one section, under
 * which the load peer carries whatever it sends or receives. (Which streams these are is mediasoup's
 * business; a peer that only counts packets needs to know nothing of it.)
 */
export function offerOf(transport: TransportDocument, direction: 'sendonly' | 'recvonly'): string {
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
    'm=video 9 UDP/TLS/RTP/SAVPF 101',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    `a=${direction}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=setup:actpass',
    'a=rtpmap:101 VP8/90000',
    ...candidates,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

/** The DTLS fingerprint in the load peer's own answer. */
export function fingerprintIn(sdp: string): string {
  const value = /a=fingerprint:sha-256 (\S+)/i.exec(sdp)?.[1];
  if (!value) throw new Error('the answer has no sha-256 fingerprint');
  return value;
}
