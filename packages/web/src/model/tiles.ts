/** What the stage of a call shows, drawn from the state. */
import {
  type LocalPublication,
  type PeerDocument,
  type RoomState,
  type TrackKey,
  trackKey,
} from '@ottogi/client';

export type Picture =
  | { status: 'none' }
  /** Published, but there is nothing to show yet. */
  | { status: 'coming' }
  | { status: 'live'; track: MediaStreamTrack };

export interface Tile {
  key: TrackKey;
  peerId: string;
  name: string;
  source: 'camera' | 'screen';
  own: boolean;
  /** Whether the others hear nothing: no microphone, or a muted one. */
  muted: boolean;
  picture: Picture;
}

const NONE: Picture = { status: 'none' };
const COMING: Picture = { status: 'coming' };

/** The part of the state that tiles are drawn from; levels change too often to be among it. */
export type TileState = Pick<RoomState, 'call' | 'rooms' | 'local' | 'tracks'>;

/** A tile for each person, oneself last, and one for each shared screen. */
export function tilesOf(state: TileState): { people: Tile[]; screens: Tile[] } {
  const { call } = state;
  if (call.status !== 'joined') return { people: [], screens: [] };
  const own = call.peerId;
  const listed = state.rooms.find((room) => room.roomId === call.roomId)?.peers ?? [];
  const others = listed.filter((peer) => peer.peerId !== own).map((peer) => ofOther(state, peer));
  // Oneself is there from the moment of joining, whether or not the list has heard of it.
  const all = [...others, ofSelf(state, own, call.name)];
  return {
    people: all.map((tiles) => tiles.camera),
    screens: all.map((tiles) => tiles.screen).filter((tile) => tile.picture.status !== 'none'),
  };
}

interface PeerTiles {
  camera: Tile;
  screen: Tile;
}

function ofOther(state: TileState, peer: PeerDocument): PeerTiles {
  const muted = !isSending(peer, 'microphone');
  return both({ peerId: peer.peerId, name: peer.name, own: false, muted }, (source) => {
    if (!isSending(peer, source)) return NONE;
    const track = state.tracks.get(trackKey(peer.peerId, source));
    return track ? { status: 'live', track } : COMING;
  });
}

function ofSelf(state: TileState, peerId: string, name: string): PeerTiles {
  const muted = !isOn(state.local.microphone);
  return both({ peerId, name, own: true, muted }, (source) => {
    const local = state.local[source];
    // A screen is chosen in the browser's own picker; until then there is nothing to announce.
    if (local.status === 'starting') return source === 'camera' ? COMING : NONE;
    return local.status === 'live' && !local.paused ? { status: 'live', track: local.track } : NONE;
  });
}

function both(
  of: Pick<Tile, 'peerId' | 'name' | 'own' | 'muted'>,
  picture: (source: Tile['source']) => Picture,
): PeerTiles {
  const tile = (source: Tile['source']): Tile => ({
    ...of,
    source,
    key: trackKey(of.peerId, source),
    picture: picture(source),
  });
  return { camera: tile('camera'), screen: tile('screen') };
}

/** Whether somebody sends a source right now. */
export function isSending(peer: PeerDocument, source: 'microphone' | 'camera' | 'screen'): boolean {
  return peer.publications.some((of) => of.source === source && !of.paused);
}

/** Whether a source of one's own is on: what its button says. */
export function isOn(local: LocalPublication): boolean {
  return local.status === 'starting' || (local.status === 'live' && !local.paused);
}
