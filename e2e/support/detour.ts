/**
 * Ways of media of one's own. A page builds its connections from what the server says of its ports;
 * here it reads other ports in the same places, those of relays. Nothing of the product knows of it.
 * Where no direct way leads from page to page, what others say of theirs reads like a place from which
 * nothing comes back; what they have on a TURN server is left as it is.
 */

export interface Detour {
  /** By the server's UDP port: the one to send to instead. */
  udpPorts: Record<number, number>;
  /** Whether the server may be reached by TCP, at its own ports. */
  tcp: boolean;
  /** A UDP port of this machine that swallows what comes. */
  hole: number;
}

declare global {
  // A `var` is what becomes a property of the global object.
  // oxlint-disable-next-line no-var
  var ottogiDetour: {
    /** Whether packets pass from page to page, for ways that are looked for from now on. */
    direct: boolean;
  };
}

/** Runs in the page before the product's first line, so it must be whole in itself. */
export function installDetour({ udpPorts, tcp, hole }: Detour): void {
  globalThis.ottogiDetour = { direct: true };

  // https://www.rfc-editor.org/rfc/rfc8839#section-5.1: foundation, component, protocol, priority, address, port.
  const candidate = /^((?:a=)?candidate:\S+ \d+) (udp|tcp) (\d+) (\S+) (\d+)(.*)$/;

  function redirected(line: string): string[] {
    const [, id, protocol, priority, address, port = '', rest = ''] = candidate.exec(line) ?? [];
    if (id === undefined) return [line];
    if (protocol === 'tcp') return tcp ? [line] : [];
    const relay = udpPorts[Number(port)];
    if (relay !== undefined) return [`${id} udp ${priority} ${address} ${relay}${rest}`];
    if (globalThis.ottogiDetour.direct || rest.startsWith(' typ relay')) return [line];
    return [`${id} udp ${priority} 127.0.0.1 ${hole}${rest}`];
  }

  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    // oxlint-disable-next-line typescript/promise-function-async -- as the one that it stands for
    override setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      const lines = sdp.split('\r\n').flatMap(redirected);
      return super.setRemoteDescription({ type, sdp: lines.join('\r\n') });
    }

    // oxlint-disable-next-line typescript/promise-function-async -- as the one that it stands for
    override addIceCandidate(init?: RTCIceCandidateInit | null): Promise<void> {
      if (!init?.candidate) return super.addIceCandidate(init);
      const [line] = redirected(init.candidate);
      return line === undefined
        ? Promise.resolve()
        : super.addIceCandidate({ ...init, candidate: line });
    }
  };
}
