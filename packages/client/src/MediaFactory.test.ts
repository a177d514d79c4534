import type { DirectMedia } from '@ottogi/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Encryption } from './encryption/Encryption.ts';
import { JoinWish } from './JoinWish.ts';
import { MediaFactory } from './MediaFactory.ts';
import { Reception } from './Reception.ts';
import type { Signal } from './Signal.ts';
import { INITIAL_STATE } from './state.ts';

const SIGNAL = {
  request: () => Promise.reject(new Error('nothing is asked')),
} as unknown as Signal;
const state = () => INITIAL_STATE;

beforeEach(() => {
  vi.stubGlobal('RTCRtpScriptTransform', Function);
});

afterEach(() => vi.unstubAllGlobals());

function factory(): MediaFactory {
  const createWorker = vi.fn<() => Worker>();
  const encryption = new Encryption({ signal: SIGNAL, createWorker, state, changed: () => {} });
  const reception = new Reception({
    signal: SIGNAL,
    state,
    declines: () => false,
    opens: () => true,
    qualityChanged: () => {},
    looked: () => {},
    mixHeights: () => [],
  });
  const device = { get: async () => ({ recvRtpCapabilities: {} }) as never };
  const comparison = { attach: () => {}, update: () => {} };
  const heard = () => {};
  return new MediaFactory({ signal: SIGNAL, device, reception, encryption, comparison, heard });
}

test('nothing of an encrypted call goes over links, whatever the server says', async () => {
  const wish = new JoinWish({ room: 'Vault', name: 'Ada', roomSecret: 'sesame' });
  const setup = await factory().prepare(wish);
  expect(setup.encrypted).toBe(true);
  const links = setup.createLinks({ changed() {}, received() {} });
  const media: DirectMedia = { by: 'links', mediaId: 'm', iceServers: [], links: [] };
  const told = { mediaChanged() {}, tracksChanged() {}, lost() {}, failed() {} };
  const owner = { ...told, relayChanged() {}, dataReceived() {} };
  const create = () => setup.createSession(media, { peerId: 'a', links }, owner);
  expect(create).toThrow(expect.objectContaining({ code: 'encryptedTopology' }));
});
