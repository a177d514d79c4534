import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AckData, RequestInput, RoutedMedia, Source } from '@ottogi/protocol';
import { MediaLink } from '../../../../bench/load/MediaLink.ts';
import type { TestClient } from './TestClient.ts';

const AUDIO = { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 };
const VIDEO = { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 };

const FIRST_RTCP_TYPE = 192;
const LAST_RTCP_TYPE = 223;

let lastSsrc = 5_000_000;

type Member = Pick<AckData<'join'>, 'roomId' | 'peerId'>;

/** One publication with something to hear or to see, that ffmpeg makes as it goes. */
interface Act {
  /** When its last packet went out, in ms since 1970. */
  sentAt: number;
  producerId: string;
  socket: Socket;
  player: ChildProcess;
  /** Resolves when the player is gone, perhaps by itself. */
  gone: Promise<unknown>;
}

/** Somebody in a call who really sends: a tone for a microphone, a colour for a camera. */
export class Performer {
  readonly client: TestClient;
  readonly roomId: string;
  readonly peerId: string;
  #link: MediaLink;
  readonly #acts = new Map<Source, Act>();

  static async join(client: TestClient, room: string, name: string): Promise<Performer> {
    const joined = await client.join(room, name);
    return Performer.over(client, joined, joined);
  }

  /** Somebody who is in already, over this media. */
  static async over(client: TestClient, membership: Member, media: RoutedMedia) {
    return new Performer(client, membership, await connect(client, media));
  }

  private constructor(client: TestClient, { roomId, peerId }: Member, link: MediaLink) {
    this.client = client;
    this.roomId = roomId;
    this.peerId = peerId;
    this.#link = link;
  }

  /** A continuous tone of this pitch. */
  sing(hertz: number): Promise<void> {
    const tone = `sine=frequency=${hertz}:sample_rate=48000`;
    return this.#play('microphone', AUDIO, ['-i', tone, '-ac', '2', '-c:a', 'libopus']);
  }

  /** A picture of this colour, by a name that ffmpeg knows. */
  wear(colour: string, source: 'camera' | 'screen' = 'camera'): Promise<void> {
    const picture = `color=${colour}:size=320x180:rate=15`;
    const encoder = ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '200k', '-g', '15'];
    return this.#play(source, VIDEO, ['-i', picture, ...encoder]);
  }

  /** When the last packet of each publication went out, in ms since 1970. */
  sentAt(): number[] {
    return [...this.#acts.values()].map(({ sentAt }) => sentAt);
  }

  async mute(): Promise<void> {
    const producerId = this.#acts.get('microphone')?.producerId ?? '';
    await this.client.ask('pauseProducer', { producerId });
  }

  async unmute(): Promise<void> {
    const producerId = this.#acts.get('microphone')?.producerId ?? '';
    await this.client.ask('resumeProducer', { producerId });
  }

  /** Its media was lost: what it shows goes on by other transports, as a client of people does it. */
  async renew(): Promise<void> {
    const sources = new Set(this.#acts.keys());
    await this.#end();
    this.#link = await connect(this.client, await this.client.ask('renewMedia', {}));
    if (sources.has('microphone')) await this.sing(440);
    if (sources.has('camera')) await this.wear('red');
  }

  async close(): Promise<void> {
    await this.#end();
    this.client.close();
  }

  async #play(source: Source, codec: typeof AUDIO | typeof VIDEO, input: string[]): Promise<void> {
    const ssrc = (lastSsrc += 1);
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const link = this.#link;
    socket.on('message', (packet) => {
      const type = packet[1] ?? 0;
      if (type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE) return;
      link.send(packet);
      const act = this.#acts.get(source);
      if (act) act.sentAt = Date.now();
    });
    const rtpParameters: RequestInput<'produce'>['rtpParameters'] = {
      mid: String(ssrc),
      codecs: [{ ...codec, parameters: {} }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'performer' },
    };
    const produced = this.client.ask('produce', this.client.producing({ source, rtpParameters }));
    const { producerId } = await produced;
    const to = `rtp://127.0.0.1:${socket.address().port}`;
    const named = ['-payload_type', String(codec.payloadType), '-ssrc', String(ssrc)];
    const player = spawn(
      'ffmpeg',
      ['-v', 'error', '-nostdin', '-re', '-f', 'lavfi', ...input, ...named, '-f', 'rtp', to],
      { stdio: 'ignore' },
    );
    this.#acts.set(source, { sentAt: 0, producerId, socket, player, gone: once(player, 'exit') });
  }

  async #end(): Promise<void> {
    for (const { socket, player, gone } of this.#acts.values()) {
      player.kill('SIGKILL');
      await gone;
      socket.close();
    }
    this.#acts.clear();
    this.#link.close();
  }
}

async function connect(client: TestClient, { sendTransport }: RoutedMedia): Promise<MediaLink> {
  const link = new MediaLink(sendTransport);
  const dtlsParameters = await link.answer(sendTransport, 'send');
  const { transportId } = sendTransport;
  await client.ask('connectTransport', { transportId, dtlsParameters });
  await link.connected();
  return link;
}
