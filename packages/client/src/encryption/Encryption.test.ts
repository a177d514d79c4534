import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClientError } from '../errors.ts';
import { JoinWish } from '../JoinWish.ts';
import { INITIAL_STATE } from '../state.ts';
import { room } from '../testing/fakes.ts';
import { Encryption } from './Encryption.ts';
import { FrameWorker } from './FrameWorker.ts';

const STATE = {
  ...INITIAL_STATE,
  rooms: [{ ...room('Vault'), encrypted: true }, room('Hall')],
};

beforeEach(() => {
  vi.stubGlobal('RTCRtpScriptTransform', Function);
});

afterEach(() => vi.unstubAllGlobals());

function check(name: string, roomSecret?: string): boolean | string {
  const encryption = new Encryption({
    signal: { request: () => Promise.reject(new Error('nothing is asked')) },
    createWorker: () => new FakeWorker() as unknown as Worker,
    state: () => STATE,
    changed: () => {},
  });
  const wish = { room: name, name: 'Ada', ...(roomSecret !== undefined && { roomSecret }) };
  try {
    return encryption.check(new JoinWish(wish));
  } catch (error) {
    return (error as ClientError).code;
  }
}

test('the secret decides whether a call is encrypted, not the word of the server', () => {
  expect(check('Hall')).toBe(false);
  expect(check('ｖault', 'sesame')).toBe(true);
  // One that is not there yet, or that the server does not tell of.
  expect(check('Attic', 'sesame')).toBe(true);
  expect(check('Attic')).toBe(false);
  expect(check('Vault')).toBe('keyRequired');
  expect(check('Hall', 'sesame')).toBe('notEncrypted');
});

test('where frames cannot be sealed, nothing is entered with a secret', () => {
  vi.unstubAllGlobals();
  expect(check('Vault', 'sesame')).toBe('encryptionUnsupported');
  vi.stubGlobal('crypto', {});
  expect(check('Vault', 'sesame')).toBe('insecureContext');
  expect(check('Hall')).toBe(false);
});

class FakeWorker extends EventTarget {
  alive = true;
  readonly terminate = vi.fn(() => undefined);

  postMessage({ type }: { type: string }): void {
    if (type !== 'ping' || !this.alive) return;
    this.dispatchEvent(new MessageEvent('message', { data: { type: 'pong' } }));
  }
}

test('a worker that answers nothing for three seconds is dead, and says so once', async () => {
  vi.useFakeTimers();
  const worker = new FakeWorker();
  const protection = new FrameWorker(worker as unknown as Worker, () => {});
  const lost = vi.fn();
  void protection.lost.then(lost);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lost).not.toHaveBeenCalled();
  worker.alive = false;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(lost).toHaveBeenCalledTimes(1);
  expect(worker.terminate).toHaveBeenCalledTimes(1);
  protection.close();
  expect(worker.terminate).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
