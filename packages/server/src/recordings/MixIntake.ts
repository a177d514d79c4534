import type { MixSource } from '@ottogi/protocol';
import type { After } from '../clock.ts';
import { RequestError } from '../errors.ts';
import type { Call } from '../rooms/Call.ts';
import type { PublicationTap } from '../topologies/PublicationTap.ts';
import type { Feed } from './Feed.ts';
import { Intake } from './Intake.ts';

/** A mixer takes one or two seconds, and many where it has to be started anew. */
const READY_WITHIN_MS = 30_000;

/** What the mixer publishes, picture and sound together. It holds the mixer until it is closed. */
export class MixIntake extends Intake {
  readonly #taps = new Map<MixSource, PublicationTap>();
  readonly #release: () => void;

  /**
   * Resolves once there is a mix, or the call is over.
   * @throws RequestError `mixerUnavailable`
   */
  static async open(call: Call, after: After): Promise<MixIntake> {
    const intake = new MixIntake(call);
    try {
      await intake.#ready(after);
      return intake;
    } catch (error) {
      intake.close();
      throw error;
    }
  }

  private constructor(call: Call) {
    super(call);
    this.#release = call.downlinks.hold(() => this.emit('lost'));
    this.watch();
  }

  override close(): void {
    this.#release();
    super.close();
  }

  /** Both of one mixer: of two, for a moment, the newer one takes the place of the other. */
  protected override feedOf(tap: PublicationTap): Feed | null {
    const { source, peerId } = tap;
    if (source !== 'mix' && source !== 'mixAudio') return null;
    this.#taps.set(source, tap);
    const [picture, sound] = [this.#taps.get('mix'), this.#taps.get('mixAudio')];
    if (!picture || !sound || picture.closed || sound.closed) return null;
    const mixer = this.call.hidden.find((each) => each.peerId === peerId);
    if (!mixer || picture.peerId !== sound.peerId) return null;
    const { personId, name } = mixer;
    return { source: 'mix', peerId, personId, name, taps: [picture, sound] };
  }

  async #ready(after: After): Promise<void> {
    if (this.feeds.length > 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const done = () => resolve();
    const fail = () =>
      reject(new RequestError('mixerUnavailable', 'the mixer does not start: its log says why'));
    const callOff = after(READY_WITHIN_MS, fail);
    this.once('feed', done).once('lost', fail);
    this.call.once('closed', done);
    try {
      await promise;
    } finally {
      callOff();
      this.off('feed', done).off('lost', fail);
      this.call.off('closed', done);
    }
  }
}
