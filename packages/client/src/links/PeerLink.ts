import { kindOf, type LinkDocument, type LinkSignal, type Source, SOURCES } from '@ottogi/protocol';
import { directBitrate } from '../encodings.ts';
import { PathWatch } from '../PathWatch.ts';
import { answersOf, audioLevelOf, isRelayed, receivedBytes } from '../readings.ts';
import { DataChannels, type DataChannelsOwner } from './DataChannels.ts';
import { fingerprintsOf, type LinkIdentity } from './fingerprints.ts';
import { withSound } from './sound.ts';

/** Longer than ICE needs with a TURN server; as long as a change of topology takes at most. */
const CONNECTS_WITHIN_MS = 8_000;

/** A step of the negotiation that was lost on the way is said once more. */
const ASK_AGAIN_MS = 2_000;

export type LinkStatus = 'connecting' | 'connected' | 'failed';

export interface PeerLinkOwner extends DataChannelsOwner {
  /** Says something to the other end, through the server. */
  signal(signal: LinkSignal): void;
  statusChanged(): void;
  /** It is, or may be, between other ends than before. */
  identityChanged(): void;
  /** Whether the other end sends anything of this source now. */
  isSent(source: Source): boolean;
}

/**
 * A direct way to one other peer. Every source has its place in the negotiation from the first on, so
 * that tracks come and go by `replaceTrack` alone, and only a lost path is negotiated anew
 * (https://www.w3.org/TR/webrtc/#perfect-negotiation-example).
 */
export class PeerLink {
  readonly linkId: string;
  readonly peerId: string;
  readonly #polite: boolean;
  readonly #owner: PeerLinkOwner;
  readonly #connection: RTCPeerConnection;
  readonly #channels: DataChannels;
  /** From when there is a path. */
  #pathWatch: PathWatch | null = null;
  /** What is sent, or will be. */
  readonly #tracks = new Map<Source, MediaStreamTrack | null>();
  /** Steps are worked off one after the other, as they came. */
  #last: Promise<unknown> = Promise.resolve();
  #prepared = false;
  #confirmed = false;
  #makingOffer = false;
  #ignoresOffer = false;
  #status: LinkStatus = 'connecting';
  #identity: LinkIdentity | null = null;
  #askTimer: ReturnType<typeof setInterval> | undefined;
  readonly #giveUpTimer: ReturnType<typeof setTimeout>;
  #closed = false;

  constructor(
    { linkId, peerId, polite }: LinkDocument,
    iceServers: RTCIceServer[],
    owner: PeerLinkOwner,
  ) {
    this.linkId = linkId;
    this.peerId = peerId;
    this.#polite = polite;
    this.#owner = owner;
    this.#connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' });
    this.#channels = new DataChannels(this.#connection, owner);
    this.#listen();
    // The other end answers with the same places in the same order.
    if (!polite) {
      for (const source of SOURCES) {
        this.#connection.addTransceiver(kindOf(source), { direction: 'sendrecv' });
      }
      this.#prepareSenders();
    }
    this.#askTimer = setInterval(() => this.#askAgain(), ASK_AGAIN_MS);
    this.#giveUpTimer = setTimeout(() => this.#setStatus('failed'), CONNECTS_WITHIN_MS);
  }

  get status(): LinkStatus {
    return this.#status;
  }

  /** Between whom it encrypts; null before both have said it. */
  get identity(): LinkIdentity | null {
    return this.#identity;
  }

  get channels(): DataChannels {
    return this.#channels;
  }

  /** Sends this track of the source from now on, or nothing. */
  send(source: Source, track: MediaStreamTrack | null): void {
    this.#tracks.set(source, track);
    void this.#apply(source);
  }

  /** What comes from the other end, once the way is negotiated. */
  get receivers(): { source: Source; receiver: RTCRtpReceiver }[] {
    return this.#places().map(({ source, place: { receiver } }) => ({ source, receiver }));
  }

  /** How loud the microphone is that goes out, linear from 0 to 1; null where the browser does not say. */
  async ownLevel(): Promise<number | null> {
    const sender = this.#place('microphone')?.sender;
    return sender ? audioLevelOf(await sender.getStats()) : null;
  }

  /** Which source an m-line of the SDP carries. */
  get sources(): ReadonlyMap<string, Source> {
    return new Map(
      this.#places().flatMap(({ source, place: { mid } }) => (mid === null ? [] : [[mid, source]])),
    );
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Whether it goes over a TURN server. */
  async isRelayed(): Promise<boolean> {
    return isRelayed(await this.#connection.getStats());
  }

  /** What the other end says. */
  signaled(signal: LinkSignal): void {
    const step = this.#last.then(() => this.#take(signal));
    // A step that fails is tried anew, for it is asked for again.
    this.#last = step.catch(() => undefined);
  }

  /** The way may be another one now. */
  checkPath(): void {
    this.#pathWatch?.check();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#askTimer);
    clearTimeout(this.#giveUpTimer);
    this.#pathWatch?.close();
    this.#channels.close();
    this.#connection.close();
  }

  #listen(): void {
    const connection = this.#connection;
    connection.addEventListener('negotiationneeded', () => void this.#offer());
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate) return;
      const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      this.#owner.signal({
        kind: 'candidate',
        candidate: { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment },
      });
    });
    connection.addEventListener('connectionstatechange', () => {
      const { connectionState } = connection;
      if (connectionState === 'connected') this.#connected();
      if (connectionState === 'failed') connection.restartIce();
    });
  }

  #connected(): void {
    clearTimeout(this.#giveUpTimer);
    this.#pathWatch ??= this.#watchPath();
    this.#setStatus('connected');
  }

  async #offer(): Promise<void> {
    // The other end begins: it says which places there are.
    if (this.#polite && !this.#connection.remoteDescription) return;
    try {
      this.#makingOffer = true;
      await this.#describe(await this.#connection.createOffer());
    } catch {
      // Closed under the call, or an offer of the other end came first.
    } finally {
      this.#makingOffer = false;
    }
  }

  async #take(signal: LinkSignal): Promise<void> {
    if (this.#closed) return;
    if (signal.kind === 'candidate') {
      try {
        await this.#connection.addIceCandidate(signal.candidate);
      } catch (error) {
        // One of an offer that was not taken.
        if (!this.#ignoresOffer) throw error;
      }
      return;
    }
    const { description } = signal;
    const { signalingState } = this.#connection;
    // Said twice: it was taken already.
    if (description.type === 'answer' && signalingState !== 'have-local-offer') return;
    const collides =
      description.type === 'offer' && (this.#makingOffer || signalingState !== 'stable');
    this.#ignoresOffer = !this.#polite && collides;
    if (this.#ignoresOffer) return;
    await this.#connection.setRemoteDescription(description);
    this.#identify();
    if (description.type === 'answer') {
      await this.#confirm();
      return;
    }
    this.#prepareSenders();
    await this.#describe(await this.#connection.createAnswer());
  }

  async #describe({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    await this.#connection.setLocalDescription({ type, sdp: withSound(sdp) });
    this.#identify();
    this.#sayDescription();
  }

  /**
   * A second negotiation, which changes nothing. As long as there was but one, a rollback at the end
   * that answered takes that one back too in Chromium: pictures still come there, and are shown no more.
   */
  async #confirm(): Promise<void> {
    if (this.#confirmed) return;
    this.#confirmed = true;
    await this.#offer();
  }

  #identify(): void {
    const { localDescription, remoteDescription } = this.#connection;
    if (!localDescription || !remoteDescription) return;
    const own = fingerprintsOf(localDescription.sdp);
    const other = fingerprintsOf(remoteDescription.sdp);
    if (this.#identity?.own === own && this.#identity.other === other) return;
    this.#identity = { own, other };
    this.#owner.identityChanged();
  }

  #sayDescription(): void {
    const description = this.#connection.localDescription;
    if (!description || this.#closed) return;
    const { type, sdp } = description;
    if (type === 'offer' || type === 'answer') {
      this.#owner.signal({ kind: 'description', description: { type, sdp } });
    }
  }

  #askAgain(): void {
    if (this.#connection.signalingState === 'have-local-offer') this.#sayDescription();
  }

  /**
   * Every place sends both ways, and its streams say what belongs together for lip sync. Once: to say
   * it anew would be a reason to negotiate anew.
   */
  #prepareSenders(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    const together = { camera: new MediaStream(), screen: new MediaStream() };
    for (const { source, place } of this.#places()) {
      if (place.direction !== 'sendrecv') place.direction = 'sendrecv';
      place.sender.setStreams?.(source.startsWith('screen') ? together.screen : together.camera);
      void this.#apply(source);
    }
  }

  async #apply(source: Source): Promise<void> {
    const sender = this.#place(source)?.sender;
    const track = this.#tracks.get(source) ?? null;
    if (!sender || sender.track === track) return;
    try {
      await sender.replaceTrack(track);
      if (track) await limitBitrate(sender, directBitrate(source, track));
    } catch {
      // Closed meanwhile; or a browser that takes no limit, and sends as much as it likes.
    }
  }

  /** In the negotiation, from the first offer on. */
  #places(): { source: Source; place: RTCRtpTransceiver }[] {
    const transceivers = this.#connection.getTransceivers();
    return SOURCES.flatMap((source, index) => {
      const place = transceivers[index];
      return place ? { source, place } : [];
    });
  }

  #place(source: Source): RTCRtpTransceiver | undefined {
    return this.#places().find((each) => each.source === source)?.place;
  }

  #setStatus(status: LinkStatus): void {
    if (status === this.#status || this.#closed) return;
    this.#status = status;
    this.#owner.statusChanged();
  }

  #watchPath(): PathWatch {
    const connection = this.#connection;
    return new PathWatch({
      received: () => this.#newest(),
      reported: async () => {
        const flows = [...this.#tracks.values()].some((track) => track !== null);
        if (!flows || this.#status === 'connecting') return null;
        return receivedBytes(await connection.getStats());
      },
      isDown: () => ['disconnected', 'failed'].includes(connection.connectionState),
      silenceChanged: (silent) => {
        // While another path is looked for nothing is due, which does not mean that there is one.
        if (silent) this.#setStatus('connecting');
        else if (connection.connectionState === 'connected') this.#setStatus('connected');
      },
      restart: async () => {
        connection.restartIce();
        return true;
      },
      path: async () => answersOf(await connection.getStats()),
      lost: () => this.#setStatus('failed'),
    });
  }

  /** When something of what is sent here arrived last; null where nothing is due. */
  #newest(): number | null {
    if (this.#status === 'connecting' && this.#connection.connectionState !== 'connected') {
      return null;
    }
    let newest: number | null = null;
    for (const source of SOURCES) {
      if (!this.#owner.isSent(source)) continue;
      const [latest] = this.#place(source)?.receiver.getSynchronizationSources() ?? [];
      newest = Math.max(newest ?? 0, latest?.timestamp ?? 0);
    }
    return newest;
  }
}

async function limitBitrate(sender: RTCRtpSender, maxBitrate: number | null): Promise<void> {
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (maxBitrate === null || !encoding || encoding.maxBitrate === maxBitrate) return;
  encoding.maxBitrate = maxBitrate;
  await sender.setParameters(parameters);
}
