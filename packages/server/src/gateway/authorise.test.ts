import {
  type Grants,
  MEMBER,
  type RequestData,
  type RequestName,
  requests,
} from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { authorise } from './authorise.ts';

const NAMES = Object.keys(requests) as RequestName[];
const ABOUT_A_ROOM = NAMES.filter((name) => 'roomId' in requests[name].data.shape);

/** What is refused with, or null. The fields that count, whatever request they belong to. */
function refusalOf(name: RequestName, grants: Partial<Grants>, data: object, expired = false) {
  const asker = { grants: { ...MEMBER, ...grants }, expired };
  try {
    authorise(name, data as RequestData<RequestName>, asker, (roomId) =>
      roomId === 'cellar' ? 'Cellar' : undefined,
    );
    return null;
  } catch (error) {
    return error as { code: string; message: string };
  }
}

const FITTING = { roomId: 'cellar', room: 'Cellar', name: 'Cellar', source: 'camera' };
const TO_LOUNGE = { rooms: ['Lounge'], roomPatterns: [] };

test.each(NAMES)('%s is free to members, and to nobody whose time is over', (name) => {
  expect(refusalOf(name, {}, FITTING)).toBeNull();
  expect(refusalOf(name, {}, FITTING, true)).toMatchObject({ code: 'tokenExpired' });
});

test.each(ABOUT_A_ROOM)('%s finds no room that is not granted', (name) => {
  const refusal = refusalOf(name, TO_LOUNGE, { ...FITTING, name: undefined });
  if (name === 'closeChat') expect(refusal).toBeNull();
  else expect(refusal).toMatchObject({ code: 'notFound', message: 'there is no room cellar' });
});

test('what is missing is left for whoever looks for it', () => {
  expect(refusalOf('openChat', TO_LOUNGE, { roomId: 'nowhere' })).toBeNull();
});

test.each([
  ['join', TO_LOUNGE, 'notFound'],
  ['createRoom', TO_LOUNGE, 'notGranted'],
  ['produce', { publish: ['microphone'] }, 'notGranted'],
  ['subscribe', { subscribe: false }, 'notGranted'],
  ['openChat', { subscribe: false }, 'notGranted'],
  ['getMessages', { subscribe: false }, 'notGranted'],
  ['searchMessages', { subscribe: false }, 'notGranted'],
  ['sendMessage', { chat: false }, 'notGranted'],
  ['editMessage', { chat: false }, 'notGranted'],
  ['deleteMessage', { chat: false }, 'notGranted'],
  ['createUpload', { chat: false }, 'notGranted'],
  ['updatePerson', { name: 'Ada' }, 'notGranted'],
] as const)('%s without its grant: %j', (name, grants, code) => {
  expect(refusalOf(name, grants as Partial<Grants>, FITTING)).toMatchObject({ code });
});

test('a room is not renamed beyond one’s own grants', () => {
  const grants = { rooms: ['Cellar'], roomPatterns: [] };
  const renamed = (name: string) => refusalOf('updateRoom', grants, { roomId: 'cellar', name });
  expect(renamed('CELLAR')).toBeNull();
  expect(renamed('Attic')).toMatchObject({ code: 'notGranted' });
});
