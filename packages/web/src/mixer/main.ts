/** The page of a mixer, which nobody looks at: a peer that hears and sees all, and says it in one. */
import { RoomClient } from '@ottogi/client';
import { Director } from '../model/call/Director.ts';
import { Painter } from './Painter.ts';
import { Sounds } from './Sounds.ts';
import { startTicking } from './ticking.ts';

/** As the server writes it (`media/mixers/RoomMixers.ts`). */
interface MixerPage {
  room: string;
  secret: string;
  width: number;
  height: number;
  framesPerSecond: number;
}

/** As many as the protocol lets anybody ask for: whoever is in the room is in the mix. */
const EVERYBODY = { videos: 100, voices: 100, spatialLayer: 0 };

const page = readAddress();
const client = new RoomClient({ access: page.secret, transports: ['websocket'] });
const director = new Director(client, () => performance.now());
const painter = new Painter(page, client, director);
const sounds = new Sounds(client);

// Its elements give Web Audio the sound of remote tracks, and are not to be heard themselves.
client.playback.setSilent(true);
director.start();
client.subscribe(() => {
  painter.update();
  sounds.update();
  const { connection, call } = client.getSnapshot();
  // Whoever started it notices, and starts another one.
  if (connection.status === 'refused' || call.status === 'failed') client.close();
});
client.on('mixListenersChanged', ({ peerIds }) => sounds.setListeners(peerIds));
startTicking(page.framesPerSecond, () => painter.paint());

client.connect();
void Promise.all([
  client.mixing.setPicture(painter.track),
  client.mixing.setSound(null, sounds.common),
  client.join({ room: page.room, name: 'Mixer', view: EVERYBODY }),
]).catch(() => client.close());

function readAddress(): MixerPage {
  const base64 = location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  history.replaceState(null, '', location.pathname);
  return JSON.parse(new TextDecoder().decode(bytes)) as MixerPage;
}
