/** The addresses between which a browser looks for a way, as text that tells nobody where one lives. */

export interface Candidates {
  /** Own ones, shortened: `host udp 192.168.0.x`. */
  local: string[];
  /** The server's, which it announces to everybody: `host tcp 203.0.113.7:40000`. */
  remote: string[];
}

/** Of candidates as WebRTC's statistics tell them (https://www.w3.org/TR/webrtc-stats/). */
interface CandidateStats {
  type: string;
  candidateType?: string;
  protocol?: string;
  address?: string | null;
  port?: number;
}

export function candidatesIn(report: Iterable<[string, CandidateStats]>): Candidates {
  const local = new Set<string>();
  const remote = new Set<string>();
  for (const [, stats] of report) {
    const kind = `${stats.candidateType ?? '?'} ${stats.protocol ?? '?'}`;
    if (stats.type === 'local-candidate') local.add(`${kind} ${shortened(stats.address)}`.trim());
    if (stats.type === 'remote-candidate') {
      remote.add(`${kind} ${stats.address ?? ''}:${stats.port ?? '?'}`);
    }
  }
  return { local: [...local], remote: [...remote] };
}

/** The network, without the device in it. */
export function shortened(address: string | null | undefined): string {
  if (!address) return '';
  if (address.endsWith('.local')) return 'mdns';
  if (address.includes(':')) {
    return `${address.split(':').slice(0, 2).filter(Boolean).join(':')}::x`;
  }
  return address.replace(/\.\d+$/, '.x');
}
