/**
 * Who is heard, in whatever room: the part of the reducer that makes one set out of the quick levels
 * of the own call and the slower word about every other room.
 */
import type { Action } from './reduce.ts';
import type { RoomState } from './state.ts';

type Speakers = RoomState['speakers'];

/** The speakers after an action, by the state that it led to; the same set if they are the same. */
export function reduceSpeakers(state: RoomState, action: Action): Speakers {
  switch (action.type) {
    case 'notified': {
      const { name, data } = action.notification;
      if (name === 'audioLevels') return ownSpeakers(state);
      if (name === 'speakersChanged') return othersSpeakers(state, data.roomId, data.peerIds);
      if (name === 'peerLeft') return without(state.speakers, [data.peerId]);
      // What was said of them before the connection was lost is old.
      if (name === 'welcome') return replaced(state.speakers, []);
      return name === 'roomClosed' ? present(state) : state.speakers;
    }
    case 'roomsReplaced':
    case 'connectionChanged':
      return present(state);
    default:
      return state.speakers;
  }
}

function ownSpeakers(state: RoomState): Speakers {
  if (state.call.status !== 'joined') return state.speakers;
  return speakersOf(state, state.call.roomId, [...state.levels.keys()]);
}

function othersSpeakers(state: RoomState, roomId: string, peerIds: readonly string[]): Speakers {
  // Of the own call the levels know more, and sooner.
  const own = state.call.status === 'joined' && state.call.roomId === roomId;
  return own ? state.speakers : speakersOf(state, roomId, peerIds);
}

function speakersOf(state: RoomState, roomId: string, peerIds: readonly string[]): Speakers {
  const room = state.rooms.find((each) => each.roomId === roomId);
  const silent = new Set(room?.peers.map(({ peerId }) => peerId));
  const others = [...state.speakers].filter((peerId) => !silent.has(peerId));
  return replaced(state.speakers, [...others, ...peerIds]);
}

/** Those who are in any room at all. */
function present({ rooms, speakers }: RoomState): Speakers {
  if (speakers.size === 0) return speakers;
  const peerIds = new Set(rooms.flatMap(({ peers }) => peers.map(({ peerId }) => peerId)));
  return without(
    speakers,
    [...speakers].filter((peerId) => !peerIds.has(peerId)),
  );
}

function without(speakers: Speakers, peerIds: readonly string[]): Speakers {
  return replaced(
    speakers,
    [...speakers].filter((peerId) => !peerIds.includes(peerId)),
  );
}

function replaced(speakers: Speakers, peerIds: readonly string[]): Speakers {
  const next = new Set(peerIds);
  const same = next.size === speakers.size && peerIds.every((peerId) => speakers.has(peerId));
  return same ? speakers : next;
}
