import type { RoomClient } from '../RoomClient.ts';
import { Checkup, type CheckupClient } from './Checkup.ts';

type Asked = Pick<RoomClient, 'getSnapshot' | 'subscribe' | 'on' | 'devices' | 'checkNetwork'>;

/** A checkup of this client, which hears of everything that fails there. */
export function createCheckup(
  client: Asked,
  parts: Pick<CheckupClient, 'serverUrl' | 'signalingWay' | 'loadDevice'>,
): Checkup {
  const checkup = new Checkup({
    ...parts,
    state: client.getSnapshot,
    subscribe: client.subscribe,
    listDevices: () => client.devices.refresh(),
    checkNetwork: (signal) => client.checkNetwork(signal ? { signal } : {}),
  });
  client.on('failed', ({ error }) => checkup.failed(error));
  client.subscribe(() => {
    const { connection, call } = client.getSnapshot();
    if ('error' in connection && connection.error) checkup.failed(connection.error);
    if (call.status === 'failed') checkup.failed(call.error);
  });
  return checkup;
}
