import { ClientError, type ClientErrorCode, type RoomState } from '@ottogi/client';
import { beforeEach, expect, test, vi } from 'vitest';
import { EMPTY } from '../testing/roomState.ts';
import { storage } from '../testing/fakeVisit.ts';
import type { AccessKey } from './access.ts';
import { keepAccess } from './keepAccess.ts';
import { Memory } from './memory.ts';

let memory: Memory;
let state: RoomState;
let stateChanged: () => void;
let linkOpened: (key: AccessKey) => void;
const giveAccess = vi.fn<(access: unknown) => void>();

beforeEach(() => {
  memory = new Memory(storage(), storage());
  state = EMPTY;
  giveAccess.mockReset();
  const client = {
    giveAccess,
    getSnapshot: () => state,
    subscribe: (listener: () => void) => {
      stateChanged = listener;
      return () => undefined;
    },
  };
  linkOpened = keepAccess(client, memory);
});

function refuse(code: ClientErrorCode): void {
  state = { ...EMPTY, connection: { status: 'refused', error: new ClientError(code, 'no') } };
  stateChanged();
}

test('a link that is opened in the open page is kept, and used at once', () => {
  linkOpened({ kind: 'token', value: 'eyJ' });
  expect(memory.access).toEqual({ kind: 'token', value: 'eyJ' });
  expect(giveAccess).toHaveBeenCalledExactlyOnceWith('eyJ');
});

test.each([
  ['accessRefused', true],
  ['tokenRefused', true],
  ['tokenExpired', true],
  ['accessRequired', false],
  ['protocolMismatch', false],
] as const)('after %s what was kept is forgotten: %s', (code, forgotten) => {
  memory.keepAccess({ kind: 'password', value: 'open sesame' });
  refuse(code);
  expect(memory.access).toEqual(forgotten ? null : { kind: 'password', value: 'open sesame' });
});

test('another version of the page may have kept something else', () => {
  const lasting = storage();
  lasting.setItem('ottogi.access', '{"value":7}');
  expect(new Memory(lasting, storage()).access).toBeNull();
  lasting.setItem('ottogi.access', 'nonsense');
  expect(new Memory(lasting, storage()).access).toBeNull();
});
