/** Every connection that the SDK opens in this page, from the import of this on. */
export const connections: RTCPeerConnection[] = [];

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** Of each of these connections everything that the browser counts. */
export async function statsOf(of: readonly RTCPeerConnection[]): Promise<RTCStats[][]> {
  const reports = await Promise.all(of.map((connection) => connection.getStats()));
  return reports.map((report) => [...report.values()] as RTCStats[]);
}

/** What their transports have carried: RTP and RTCP. */
export function transportBytes(stats: readonly RTCStats[]): { sent: number; received: number } {
  const transports = stats.filter((each): each is RTCTransportStats => each.type === 'transport');
  return {
    sent: transports.reduce((sum, { bytesSent = 0 }) => sum + bytesSent, 0),
    received: transports.reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0),
  };
}
