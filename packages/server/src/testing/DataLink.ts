import type { DtlsParameters, TransportDocument } from '@ottogi/protocol';
import { type DataChannel, PeerConnection } from 'node-datachannel';
import { fingerprintIn, offerOf, type OfferedSection } from './transportOffer.ts';

let links = 0;

/** A real ICE, DTLS and SCTP connection to a WebRtcTransport, without a browser around it. */
export class DataLink {
  readonly transportId: string;
  /** What has arrived over any channel, in the order in which it did. */
  readonly received: Uint8Array[] = [];
  readonly #connection: PeerConnection;
  /** Kept, or they would be collected. */
  readonly #channels: DataChannel[] = [];

  constructor({ transportId }: TransportDocument) {
    this.transportId = transportId;
    this.#connection = new PeerConnection(`data-${(links += 1)}`, {
      iceServers: [],
      bindAddress: '127.0.0.1',
    });
  }

  /** Starts ICE and DTLS; what it returns is for the server. */
  async answer(transport: TransportDocument): Promise<DtlsParameters> {
    const answered = Promise.withResolvers<string>();
    this.#connection.onLocalDescription((sdp) => answered.resolve(sdp));
    this.#connection.setRemoteDescription(offerOf(transport, dataSection(transport)), 'offer');
    const value = fingerprintIn(await answered.promise);
    return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] };
  }

  /** Both ends know of the stream; resolves once something can go over it. */
  async open(streamId: number, ordered: boolean): Promise<DataChannel> {
    const reliability = ordered ? {} : { unordered: true, maxRetransmits: 0 };
    const init = { negotiated: true, id: streamId, ...reliability };
    const channel = this.#connection.createDataChannel('', init);
    this.#channels.push(channel);
    channel.onMessage((message) => this.received.push(bytesOf(message)));
    if (!channel.isOpen()) await new Promise<void>((resolve) => channel.onOpen(resolve));
    return channel;
  }

  close(): void {
    this.#connection.close();
  }
}

function bytesOf(message: string | Buffer | ArrayBuffer): Uint8Array {
  return typeof message === 'string' ? Buffer.from(message) : new Uint8Array(message);
}

function dataSection({ sctpParameters }: TransportDocument): OfferedSection {
  return {
    media: 'application 9 UDP/DTLS/SCTP webrtc-datachannel',
    attributes: [
      `a=sctp-port:${sctpParameters.port}`,
      `a=max-message-size:${sctpParameters.maxReceiveMessageSize}`,
    ],
  };
}
