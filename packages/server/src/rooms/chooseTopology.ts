import type { TopologyRule } from '@ottogi/protocol';
import type { TopologyKind } from '../topologies/Topology.ts';

/** Who is in a call, as far as it decides which topology it has. */
export interface Attendance {
  rule: TopologyRule;
  /** Hidden ones do not count. */
  peers: number;
  /** Whether all of them can connect, and nothing needs their media on the server. */
  direct: boolean;
}

/** Which links a call should have; null where it had better stay as it is. */
export function chooseTopology({ rule, peers, direct }: Attendance): TopologyKind | null {
  if (rule === 'sfu' || rule === 'mcu' || !direct) return 'sfu';
  if (rule === 'mesh') return 'mesh';
  // Whoever is alone for a moment had a reason to be where they are.
  if (peers < 2) return null;
  return peers === 2 ? 'mesh' : 'sfu';
}
