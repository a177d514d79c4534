import { isMix } from '@ottogi/protocol';
import type { Call } from '../rooms/Call.ts';
import type { PublicationTap } from '../topologies/PublicationTap.ts';
import type { Feed } from './Feed.ts';
import { Intake } from './Intake.ts';

/** Everything that peers publish, each by itself. */
export class SourceIntake extends Intake {
  constructor(call: Call) {
    super(call);
    this.watch();
  }

  protected override feedOf(tap: PublicationTap): Feed | null {
    const { peerId, source } = tap;
    if (isMix(source)) return null;
    const peer = this.call.peers.find((each) => each.peerId === peerId);
    if (!peer) return null;
    const { personId, name } = peer;
    return { source, peerId, personId, name, taps: [tap] };
  }
}
