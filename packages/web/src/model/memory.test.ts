import { beforeEach, expect, test, vi } from 'vitest';
import { Memory } from './memory.ts';

const SECRET = 'abcdefghijklmnopqrstuvwxyz';

function storage() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

let lasting: ReturnType<typeof storage>;
let memory: Memory;

beforeEach(() => {
  lasting = storage();
  memory = new Memory(lasting, storage());
});

test('the secret is made once, and again only where it is damaged', () => {
  const create = vi.fn(() => SECRET);
  expect(memory.secret(create)).toBe(SECRET);
  expect(memory.secret(create)).toBe(SECRET);
  expect(create).toHaveBeenCalledTimes(1);
  lasting.setItem('ottogi.secret', 'short');
  expect(memory.secret(create)).toBe(SECRET);
});

test('a password belongs to its room, however that is written', () => {
  memory.keepPassword('Vault', 'sesame');
  memory.keepPassword('__proto__', 'other');
  expect(memory.password('ｖault')).toBe('sesame');
  expect(memory.password('toString')).toBeUndefined();
  memory.forgetPassword('VAULT');
  expect(memory.password('Vault')).toBeUndefined();
});

test.each(['', 'null', '[]', '"text"', '{'])(
  'what another version left (%j) harms nobody',
  (json) => {
    for (const key of ['passwords', 'preferences', 'rooms', 'drafts']) {
      lasting.setItem(`ottogi.${key}`, json);
    }
    expect(memory.password('Vault')).toBeUndefined();
    expect(memory.preferences).toBeDefined();
    expect(memory.recent).toEqual([]);
  },
);

test('so does the secret of an encrypted room', () => {
  memory.keepRoomSecret('Vault', 'sesame');
  expect(memory.roomSecret('ｖault')).toBe('sesame');
  expect(memory.roomSecret('Hall')).toBeUndefined();
  memory.forgetRoomSecret('VAULT');
  expect(memory.roomSecret('Vault')).toBeUndefined();
});
