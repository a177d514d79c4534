/**
 * Ways of media of one's own. A page builds its connections from what the server says of its ports;
 * here it reads other ports in the same places, those of relays. Nothing of the product knows of it.
 */

export interface Detour {
  /** By the server's UDP port: the one to send to instead. */
  udpPorts: Record<number, number>;
  /** Whether the server may be reached by TCP, at its own ports. */
  tcp: boolean;
}

/** Runs in the page before the product's first line, so it must be whole in itself. */
export function installDetour({ udpPorts, tcp }: Detour): void {
  // https://www.rfc-editor.org/rfc/rfc8839#section-5.1: foundation, component, protocol, priority, address, port.
  const candidate = /^a=candidate:(\S+ \d+) (udp|tcp) (\d+ \S+) (\d+)(.*)$/;

  function redirected(line: string): string[] {
    const [, id, protocol, way, port = '', rest] = candidate.exec(line) ?? [];
    if (id === undefined) return [line];
    if (protocol === 'tcp') return tcp ? [line] : [];
    return [`a=candidate:${id} udp ${way} ${udpPorts[Number(port)] ?? port}${rest}`];
  }

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    // oxlint-disable-next-line typescript/promise-function-async -- as the one that it stands for
    override setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      const lines = sdp.split('\r\n').flatMap(redirected);
      return super.setRemoteDescription({ type, sdp: lines.join('\r\n') });
    }
  };
}
