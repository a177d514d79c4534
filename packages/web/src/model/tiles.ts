/** What the stage of a call shows, drawn from the state. */
import {
  type LocalPublication,
  type PeerDocument,
  type RoomState,
  type SelfState,
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
  personId: string;
  name: string;
  /** The person's colour, in degrees. */
  hue: number;
  source: 'camera' | 'screen';
  own: boolean;
  /** Whether the others hear nothing: no microphone, or a muted one. */
  muted: boolean;
  /** Whether they hear nobody, by their own wish. */
  deafened: boolean;
  /** Since when the hand is up, in ms since 1970; null while it is down. */
  handRaisedAt: number | null;
  /** Their connection is lost; what they show may go on. */
  reconnecting: boolean;
  /** What they show cannot be opened here: they have another key. */
  otherKey: boolean;
  picture: Picture;
}

export interface Tiles {
  people: Tile[];
  screens: Tile[];
}

const NONE: Picture = { status: 'none' };
const COMING: Picture = { status: 'coming' };

/** The part of the state that tiles are drawn from; levels change too often to be among it. */
export type TileState = Pick<
  RoomState,
  'call' | 'rooms' | 'local' | 'tracks' | 'person' | 'encryption'
> & {
  self: Pick<SelfState, 'deafened' | 'handRaised'>;
};

/** A tile for each person, oneself last, and one for each shared screen. */
export function tilesOf(state: TileState): Tiles {
  const { call } = state;
  if (call.status !== 'joined') return { people: [], screens: [] };
  const own = call.peerId;
  const listed = state.rooms.find((room) => room.roomId === call.roomId)?.peers ?? [];
  const others = listed.filter((peer) => peer.peerId !== own).map((peer) => ofOther(state, peer));
  const self = listed.find((peer) => peer.peerId === own);
  // Oneself is there from the moment of joining, whether or not the list has heard of it.
  const all = [...others, ofSelf(state, own, self?.name ?? call.name)];
  return {
    people: all.map((tiles) => tiles.camera),
    screens: all.map((tiles) => tiles.screen).filter((tile) => tile.picture.status !== 'none'),
  };
}

interface PeerTiles {
  camera: Tile;
  screen: Tile;
}

type Owner = Omit<Tile, 'key' | 'source' | 'picture'>;

function ofOther(state: TileState, peer: PeerDocument): PeerTiles {
  const muted = !isSending(peer, 'microphone');
  const otherKey = state.encryption?.get(peer.peerId) === 'otherKey';
  const { publications: _publications, ...owner } = { ...peer, own: false, muted, otherKey };
  return both(owner, (source) => {
    // Neither shown nor sent: it would be asked for key frames without end.
    if (otherKey || !isSending(peer, source)) return NONE;
    const track = state.tracks.get(trackKey(peer.peerId, source));
    return track ? { status: 'live', track } : COMING;
  });
}

function ofSelf(state: TileState, peerId: string, name: string): PeerTiles {
  const owner = {
    peerId,
    personId: state.person?.personId ?? '',
    name,
    hue: state.person?.hue ?? 0,
    own: true,
    muted: !isOn(state.local.microphone),
    deafened: state.self.deafened,
    // Since when matters only for the order of hands, and oneself is never moved.
    handRaisedAt: state.self.handRaised ? 0 : null,
    // The banner says so, at length.
    reconnecting: false,
    otherKey: false,
  };
  return both(owner, (source) => {
    const local = state.local[source];
    // A screen is chosen in the browser's own picker; until then there is nothing to announce.
    if (local.status === 'starting') return source === 'camera' ? COMING : NONE;
    return local.status === 'live' && !local.paused ? { status: 'live', track: local.track } : NONE;
  });
}

function both(owner: Owner, picture: (source: Tile['source']) => Picture): PeerTiles {
  const tile = (source: Tile['source']): Tile => ({
    ...owner,
    source,
    key: trackKey(owner.peerId, source),
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
