import { keyParts, ownRoom, RECORDER_ID, type RoomClient, type TrackKey } from '@ottogi/client';
import { wiresOf } from './wiring.ts';

/** Where one sound of the mix comes together. */
interface Output {
  node: MediaStreamAudioDestinationNode;
  /** What goes in, by track. */
  inputs: Map<string, AudioNode>;
}

interface Input {
  track: MediaStreamTrack;
  node: MediaStreamAudioSourceNode;
}

/**
 * The sounds of a mix: one for all, one without their own voice for each listener who has one, and one
 * of everybody for the recorder.
 */
export class Sounds {
  readonly #client: RoomClient;
  readonly #context: AudioContext;
  /** Goes into every sound: where nothing at all goes in, nothing comes out, not even silence. */
  readonly #silence: ConstantSourceNode;
  readonly #common: Output;
  readonly #inputs = new Map<TrackKey, Input>();
  readonly #own = new Map<string, Output>();
  /** Those who hear their own one. */
  readonly #settled = new Set<string>();
  #listeners: readonly string[] = [];

  constructor(client: RoomClient) {
    this.#client = client;
    // Without a device: nothing of it is to be heard here.
    const options = { sampleRate: 48_000, sinkId: { type: 'none' } };
    this.#context = new AudioContext(options);
    this.#silence = new ConstantSourceNode(this.#context, { offset: 0 });
    this.#silence.start();
    this.#common = this.#createOutput();
  }

  get common(): MediaStreamTrack {
    return trackOf(this.#common);
  }

  /** By `peerId`: who is to receive the mix. */
  setListeners(peerIds: readonly string[]): void {
    this.#listeners = peerIds;
    this.update();
  }

  /** What is heard, or who listens, may have changed. */
  update(): void {
    this.#updateInputs();
    this.#updateOutputs();
    this.#wire();
  }

  #updateInputs(): void {
    const { tracks } = this.#client.getSnapshot();
    for (const [key, { track }] of this.#inputs) {
      if (tracks.get(key) !== track) this.#inputs.delete(key);
    }
    for (const [key, track] of tracks) {
      if (track.kind !== 'audio' || this.#inputs.has(key)) continue;
      const node = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#inputs.set(key, { track, node });
    }
  }

  /** Whoever made a sound once keeps theirs as long as they listen. */
  #updateOutputs(): void {
    for (const peerId of this.#own.keys()) {
      if (!this.#listeners.includes(peerId)) this.#end(peerId);
    }
    for (const peerId of this.#listeners) {
      if (this.#needsOwn(peerId) && !this.#own.has(peerId)) void this.#begin(peerId);
    }
  }

  #needsOwn(listener: string): boolean {
    if (listener === RECORDER_ID) return true;
    const peers = ownRoom(this.#client.getSnapshot())?.peers ?? [];
    const { publications = [] } = peers.find(({ peerId }) => peerId === listener) ?? {};
    return publications.some(({ source }) => source === 'microphone' || source === 'screenAudio');
  }

  async #begin(peerId: string): Promise<void> {
    const output = this.#createOutput();
    this.#own.set(peerId, output);
    try {
      await this.#client.mixing.setSound(peerId, trackOf(output));
    } catch {
      // The media was lost meanwhile, and the next brings this sound too.
    }
    if (this.#own.get(peerId) !== output) return;
    this.#settled.add(peerId);
    this.#wire();
  }

  #end(peerId: string): void {
    const output = this.#own.get(peerId);
    this.#own.delete(peerId);
    this.#settled.delete(peerId);
    this.#client.mixing.endSound(peerId);
    if (!output) return;
    connect(output, new Map());
    this.#silence.disconnect(output.node);
    trackOf(output).stop();
  }

  #wire(): void {
    const voices = [...this.#inputs.keys()].map((key) => ({ key, peerId: keyParts(key).peerId }));
    const wires = wiresOf(voices, this.#own.keys(), this.#settled);
    connect(this.#common, this.#nodes(wires.common));
    for (const [peerId, keys] of wires.own) {
      const output = this.#own.get(peerId);
      if (output) connect(output, this.#nodes(keys));
    }
  }

  #nodes(keys: readonly string[]): Map<string, AudioNode> {
    return new Map(
      keys.flatMap((key) => {
        const input = this.#inputs.get(key as TrackKey);
        return input ? [[key, input.node]] : [];
      }),
    );
  }

  #createOutput(): Output {
    const node = this.#context.createMediaStreamDestination();
    node.channelCount = 1;
    this.#silence.connect(node);
    return { node, inputs: new Map() };
  }
}

/**
 * Lets these go in, and nothing else. What goes in is disconnected here alone: to be disconnected
 * twice is an error, and nothing would be wired any more.
 */
function connect(output: Output, inputs: Map<string, AudioNode>): void {
  for (const [key, node] of output.inputs) {
    if (inputs.get(key) === node) continue;
    node.disconnect(output.node);
  }
  for (const [key, node] of inputs) {
    if (output.inputs.get(key) !== node) node.connect(output.node);
  }
  output.inputs = inputs;
}

function trackOf({ node }: Output): MediaStreamTrack {
  return node.stream.getAudioTracks()[0]!;
}
