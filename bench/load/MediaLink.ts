import type { DtlsParameters, TransportDocument } from '@ottogi/protocol';
import { PeerConnection, type Track } from 'node-datachannel';
import {
  fingerprintIn,
  offerOf,
  type OfferedSection,
} from '../../packages/server/src/testing/transportOffer.ts';
import { TransportFeedback } from './TransportFeedback.ts';

const CONNECT_LIMIT_MS = 10_000;

/** RTCP shares the port with RTP; its packet types tell it apart (RFC 5761, 4). */
const FIRST_RTCP_TYPE = 192;
const LAST_RTCP_TYPE = 223;

let links = 0;

/** One real ICE, DTLS and SRTP connection to a WebRtcTransport, without a browser around it. */
export class MediaLink {
  readonly transportId: string;
  readonly #connection: PeerConnection;
  readonly #connected = Promise.withResolvers<void>();
  /** Packets received, by SSRC. */
  readonly packets = new Map<number, number>();
  readonly #feedback = new TransportFeedback();
  #track: Track | null = null;
  #lastSsrc = 0;
  #bytes = 0;

  constructor(transport: TransportDocument) {
    this.transportId = transport.transportId;
    this.#connection = new PeerConnection(`load-${(links += 1)}`, {
      iceServers: [],
      bindAddress: '127.0.0.1',
      forceMediaTransport: true,
    });
    this.#connection.onTrack((track) => {
      // Kept, or it would be collected and its packets with it.
      this.#track = track;
      track.onMessage((packet) => this.#count(packet));
    });
    this.#connection.onStateChange((state) => {
      if (state === 'connected') this.#connected.resolve();
      if (state === 'failed') this.#connected.reject(new Error('a load peer did not connect'));
    });
  }

  /** Of all packets received, RTCP among them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Starts ICE and DTLS; what it returns is for the server. */
  async answer(
    transport: TransportDocument,
    direction: 'send' | 'receive',
  ): Promise<DtlsParameters> {
    const answered = Promise.withResolvers<string>();
    this.#connection.onLocalDescription((sdp) => answered.resolve(sdp));
    const section = mediaSection(direction === 'send' ? 'recvonly' : 'sendonly');
    const offer = offerOf(transport, section);
    this.#connection.setRemoteDescription(offer, 'offer');
    const value = fingerprintIn(await answered.promise);
    return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] };
  }

  async connected(): Promise<void> {
    const limit = setTimeout(
      () => this.#connected.reject(new Error('a load peer took too long to connect')),
      CONNECT_LIMIT_MS,
    );
    await this.#connected.promise.finally(() => clearTimeout(limit));
  }

  /** What is sent while the other side breaks off is lost, as any packet may be. */
  send(packet: Buffer): void {
    if (!this.#track?.isOpen()) return;
    try {
      this.#track.sendMessageBinary(packet);
    } catch (error) {
      // It is another thread that closes it, also between the two lines above.
      if (this.#track.isOpen()) throw error;
    }
  }

  giveFeedback(): void {
    const packet = this.#feedback.take(1, this.#lastSsrc);
    if (packet) this.send(packet);
  }

  close(): void {
    this.#track?.close();
    this.#connection.close();
  }

  #count(packet: Buffer): void {
    this.#bytes += packet.length;
    const type = packet[1] ?? 0;
    if (type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE) return;
    const ssrc = packet.readUInt32BE(8);
    this.#lastSsrc = ssrc;
    this.#feedback.note(packet, performance.now());
    this.packets.set(ssrc, (this.packets.get(ssrc) ?? 0) + 1);
  }
}

/**
 * Under which a load peer carries whatever it sends or receives. Which streams these are is
 * mediasoup's business; a peer that only counts packets needs to know nothing of it.
 */
function mediaSection(direction: 'sendonly' | 'recvonly'): OfferedSection {
  return {
    media: 'video 9 UDP/TLS/RTP/SAVPF 101',
    attributes: [`a=${direction}`, 'a=rtcp-mux', 'a=rtpmap:101 VP8/90000'],
  };
}
