/** What the browser alone can tell, without asking anybody. */
import type { DevicesState, PlaybackState } from '../state.ts';
import { type CheckupFinding, finding } from './findings.ts';

export function secureContext(): CheckupFinding {
  return finding('secureContext', globalThis.isSecureContext ? 'secure' : 'insecure');
}

export function webRtc(): CheckupFinding {
  return finding('webRtc', 'RTCPeerConnection' in globalThis ? 'there' : 'missing');
}

export function playback({ blocked }: PlaybackState): CheckupFinding {
  return finding('playback', blocked ? 'held' : 'free');
}

/** Whether there is one, and whether the page may have it; nobody is asked for anything. */
export async function device(
  kind: 'microphone' | 'camera',
  { microphones, cameras }: DevicesState,
): Promise<CheckupFinding> {
  const there = kind === 'microphone' ? microphones : cameras;
  const permission = await permissionOf(kind);
  if (permission === 'denied') return finding(kind, 'refused');
  if (there.length === 0) return finding(kind, 'none');
  return finding(kind, permission === 'granted' ? 'granted' : 'askable');
}

/** Null where the browser does not say. */
async function permissionOf(name: 'microphone' | 'camera'): Promise<PermissionState | null> {
  try {
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return null;
  }
}
