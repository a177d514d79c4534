/** Rooms that are encrypted from end to end. */
import { expect, test } from 'vitest';
import { partSealed, type SealedParts } from '../packages/client/src/encryption/frameFormat.ts';
import { ofKid } from '../packages/client/src/encryption/SenderKey.ts';
import { errorText, LANGUAGES } from '../packages/web/src/i18n/index.ts';
import { seeAndHearEachOther } from './scenarios/together.ts';
import type { Arrival } from './support/Stage.ts';
import { useStage } from './support/Stage.ts';
import { detailedCamera } from './support/fakeDevices.ts';
import { heardFrames, installEar } from './support/ear.ts';
import type { Person } from './support/Person.ts';
import { isAccessible } from './support/accessibility.ts';
import { until } from './support/until.ts';

const { encryption, topology, copyLink } = LANGUAGES.en;

const SECRET = 'swordfish under the green bridge';

const stage = useStage();

function linkTo(room: string, name: string, secret = SECRET): string {
  return `/r/${room}?name=${name}&join=1#key=${encodeURIComponent(secret)}`;
}

async function arriveIn(room: string, name: string, arrival: Arrival = {}, secret = SECRET) {
  const person = await stage.arrive(name, { ...arrival, path: linkTo(room, name, secret) });
  await person.isIn(room);
  return person;
}

/** As `arriveIn`, in a page that is prepared before it is opened. */
async function arrivePrepared(
  room: string,
  name: string,
  prepare: (person: Person) => Promise<void>,
): Promise<Person> {
  const person = await stage.arrive(name, { path: null });
  await prepare(person);
  await person.visit(linkTo(room, name));
  return person;
}

async function openEncryption({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: encryption.title }).click();
  await page.getByRole('button', { name: encryption.compare }).click();
}

async function codeOf(person: Person): Promise<string> {
  await openEncryption(person);
  const shown = person.page.getByRole('status', { name: encryption.codeTitle });
  const read = async () => (await shown.textContent())?.trim() ?? '';
  await expect.poll(read).toMatch(/^(\d{5} ){5}\d{5}$/);
  const code = await read();
  await person.page.keyboard.press('Escape');
  return code;
}

/** Every frame is sealed, or there is one that was not. */
function sealedParts(frames: Awaited<ReturnType<typeof heardFrames>>): SealedParts[] {
  return frames.map(({ kind, data }) => {
    const stream =
      kind === 'audio'
        ? ({ source: 'microphone', codec: 'opus' } as const)
        : ({ source: 'camera', codec: 'vp8' } as const);
    const parts = partSealed(stream, Uint8Array.from(Buffer.from(data, 'hex')));
    const plausible = parts && ofKid(parts.kid).generation < 100 && parts.counter < 1e6;
    if (!plausible) throw new Error(`a frame of ${kind} is not sealed: ${data.slice(0, 80)}…`);
    return parts;
  });
}

test('whoever has the key sees and hears the others; whoever has another one, nothing and nobody', async () => {
  const ada = await arriveIn('Vault', 'Ada');
  const ben = await arriveIn('Vault', 'Ben');
  await ada.turnOn('microphone', 'camera');
  await ben.turnOn('microphone', 'camera');
  await seeAndHearEachOther(ada, ben);
  expect(await codeOf(ada)).toBe(await codeOf(ben));
  // Neither the link's key nor anything of it is on the server, nor left in the address.
  const { rooms } = await stage.server.state();
  expect(rooms).toMatchObject([{ name: 'Vault', encrypted: true }]);
  expect(new URL(ada.tab.url()).hash).toBe('');

  const eve = await arriveIn('Vault', 'Eve', {}, 'another');
  await eve.turnOn('microphone', 'camera');
  await eve.shows(encryption.otherKey);
  await Promise.all([ada.shows(encryption.otherKey), ben.shows(encryption.otherKey)]);
  await Promise.all([eve.hearsNothingOf(ada), eve.hearsNothingOf(ben), ada.hearsNothingOf(eve)]);
  expect((await eve.pictures()).map(({ name }) => name)).toEqual(['Eve']);
  expect((await ada.pictures()).map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
  await Promise.all([ada.sees(ben), ada.hears(ben), ben.sees(ada), ben.hears(ada)]);
  expect(stage.server.log).not.toContain('swordfish');

  // She finds out, and enters the right one.
  await openEncryption(eve);
  await isAccessible(eve.page, 'the dialog about encryption');
  await eve.tab.enterText(encryption.key, `https://example.org${linkTo('Vault', 'x')}`);
  await eve.isIn('Vault');
  // As it was before.
  await Promise.all([eve.hasOn('microphone'), eve.hasOn('camera')]);
  await seeAndHearEachOther(ada, ben, eve);
});

test('whoever stands where the server does gets sealed frames alone, whatever happens to the sender', async () => {
  stage.expectErrors(/media worker died/);
  const ada = await arrivePrepared('Vault', 'Ada', keepWorkers);
  await ada.isIn('Vault');
  // She has the key of the room, and everything else that is said; of the media what the server has.
  const ear = await arrivePrepared('Vault', 'Ear', installEar);
  await ear.isIn('Vault');
  const heard: SealedParts[] = [];
  const listen = async () => {
    heard.push(...sealedParts(await heardFrames(ear)));
    return heard;
  };
  const generation = () => ofKid(heard.at(-1)!.kid).generation;
  const comes = (what: string, met: (frames: SealedParts[]) => boolean) =>
    until(`the ear hears ${what}`, async () => ({ met: met(await listen()), seen: heard.length }));
  /** Of both kinds, from now on. */
  const goesOn = async (what: string) => {
    await listen();
    const before = heard.length;
    const more = (frames: SealedParts[]) => frames.slice(before);
    await comes(`${what}: enough to compare`, (frames) => more(frames).length > 2 * COMPARED);
    await comes(`${what}: pictures`, (frames) =>
      more(frames).some(({ clear }) => clear.length > 0),
    );
    await comes(`${what}: sound`, (frames) => more(frames).some(({ clear }) => clear.length === 0));
  };

  await ada.turnOn('microphone', 'camera');
  await goesOn('from the first frame on');
  await ada.turnOff('camera');
  await ada.turnOn('camera');
  await goesOn('another track');
  await ada.turnOn('screen');
  await ada.turnOff('screen');
  const first = generation();
  await killWorker(ada);
  await comes('a key that was never used', () => generation() > first);
  await goesOn('another worker');
  const busy = (await stage.server.workers()).find(({ routers }) => routers > 0);
  process.kill(busy!.pid!, 'SIGKILL');
  await goesOn('other media');
  noNonceTwice(heard);
  heard.length = 0;
  await ada.tab.reload();
  await ada.isIn('Vault');
  await Promise.all([ada.hasOn('microphone'), ada.hasOn('camera')]);
  await goesOn('a reload');

  noNonceTwice(heard);
});

test('a third who comes and goes parts nobody, and every such change is another key', async () => {
  const ada = await arriveIn('Vault', 'Ada');
  const ben = await arriveIn('Vault', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  const code = await codeOf(ada);
  // His page is there already: to load it would cost the others as much as everything else.
  const path = linkTo('Vault', 'Cem').replace('&join=1', '');
  const cem = await stage.arrive('Cem', { camera: null, path });
  await cem.shows(LANGUAGES.en.call.join);
  await cem.page.getByLabel(LANGUAGES.en.yourName).fill('Cem');
  await watchGaps(ben);
  await gaps(ben);
  await cem.press(LANGUAGES.en.call.join);
  await Promise.all([cem.sees(ada, ben), cem.hears(ada, ben)]);
  const joined = await gaps(ben);
  expect(await codeOf(cem)).toBe(await codeOf(ada));
  expect(await codeOf(ada)).not.toBe(code);

  await cem.leave();
  await ben.isWith(ada);
  await Promise.all([ben.sees(ada), ben.hears(ada), ada.sees(ben), ada.hears(ben)]);
  const left = await gaps(ben);
  expect(await codeOf(ada)).toBe(code);
  // Ten pictures a second, on a machine that is busy with the newcomer: some 200 ms, and next to no
  // sound made up. Whoever had to ask for a key, or for a key frame, would wait much longer.
  for (const { pictureMs, concealedMs } of [joined, left]) {
    expect(pictureMs).toBeLessThan(1_500);
    expect(concealedMs).toBeLessThan(1_000);
  }
});

test('a server that crashes and starts again brings everybody back, encrypted', async () => {
  const ada = await arriveIn('Vault', 'Ada');
  const ben = await arriveIn('Vault', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
  await stage.server.kill('SIGKILL');
  await ada.shows('The connection to the server is lost');
  await stage.server.start();
  await Promise.all([ada.isIn('Vault'), ben.isIn('Vault')]);
  await seeAndHearEachOther(ada, ben);
  const { rooms } = await stage.server.state();
  expect(rooms).toMatchObject([{ name: 'Vault', encrypted: true }]);
  expect(await codeOf(ada)).toBe(await codeOf(ben));
});

test('layers are chosen by the SFU as ever, and a picture is as large as its tile', async () => {
  // Of 360 lines there are two layers.
  const ada = await arriveIn('Vault', 'Ada', { camera: detailedCamera });
  const ben = await arriveIn('Vault', 'Ben', { camera: null });
  await ada.turnOn('camera');
  await ben.sees(ada);
  const layer = async (wanted: number) =>
    until(`the spatial layer ${wanted} comes`, async () => {
      const { consumers } = await stage.server.state();
      const seen = consumers.find(({ kind }) => kind === 'video')?.currentLayers?.spatialLayer;
      return { met: seen === wanted, seen };
    });
  await layer(1);
  await ben.page.setViewportSize({ width: 340, height: 300 });
  await layer(0);
  await ben.sees(ada);
  await ben.page.setViewportSize({ width: 1024, height: 640 });
  await layer(1);
  await ben.sees(ada);
});

test('a browser with the older way alone sees, hears, and is seen and heard', async () => {
  const ada = await arriveIn('Vault', 'Ada');
  const older = async ({ page }: Person) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform');
    });
  };
  const ben = await arrivePrepared('Vault', 'Ben', older);
  await ben.isIn('Vault');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
});

test('a browser with neither says so before anything is sent, and one without a key asks for it', async () => {
  const ada = await arriveIn('Vault', 'Ada');
  const neither = async ({ page }: Person) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'RTCRtpScriptTransform');
      Reflect.deleteProperty(RTCRtpSender.prototype, 'createEncodedStreams');
    });
  };
  const ben = await arrivePrepared('Vault', 'Ben', neither);
  await ben.shows(errorText(LANGUAGES.en, 'encryptionUnsupported', 'call').title);
  const cem = await stage.arrive('Cem', { path: '/r/Vault?name=Cem&join=1' });
  await cem.shows(encryption.keyTitle('Vault'));
  await isAccessible(cem.page, 'the door of an encrypted room');
  const { peers, producers } = await stage.server.state();
  expect([peers.length, producers.length]).toEqual([1, 0]);
  await cem.tab.enterText(encryption.key, SECRET);
  await cem.isIn('Vault');
  await ada.isWith(cem);
  // A link for an encrypted room opens no other one.
  await stage.arriveIn('Hall', 'Dora');
  const eve = await stage.arrive('Eve', { path: linkTo('Hall', 'Eve') });
  await eve.shows(errorText(LANGUAGES.en, 'notEncrypted', 'call').title);
  await eve.press(encryption.enterUnencrypted);
  await eve.isIn('Hall');
});

test('a link that asks for another topology says why that cannot be, and leads in over the server', async () => {
  const path = linkTo('Vault', 'Ada').replace('#', '&topology=mesh#');
  const ada = await stage.arrive('Ada', { camera: null, path });
  await ada.shows(errorText(LANGUAGES.en, 'encryptedTopology', 'call').title);
  await isAccessible(ada.page, 'a topology that an encrypted room cannot have');
  expect((await stage.server.state()).rooms).toEqual([]);
  await ada.press(encryption.enterOverServer);
  await ada.isIn('Vault');
  await ada.press(encryption.title);
  await ada.shows(topology.about.sfu);
  await isAccessible(ada.page, 'how one is connected in an encrypted room');
  // The room is hers, and all the same there is nothing to choose.
  expect(await ada.page.getByRole('combobox', { name: topology.rule }).count()).toBe(0);
});

test('a room is made encrypted in the page, and its link carries the key', async () => {
  const ada = await stage.arriveNamed('Ada');
  await ada.press(LANGUAGES.en.rooms.newRoomWithMore);
  const dialog = ada.page.getByRole('dialog');
  await dialog.getByLabel(LANGUAGES.en.rooms.roomName).fill('Vault');
  await ada.page.getByRole('switch', { name: encryption.title }).click();
  await isAccessible(ada.page, 'the dialog of a new room, encrypted');
  await ada.press(LANGUAGES.en.rooms.create);
  await ada.isIn('Vault');
  await ada.turnOn('microphone', 'camera');
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.press(copyLink);
  const link = new URL(await ada.tab.evaluate(() => navigator.clipboard.readText()));
  expect(link.hash).toMatch(/^#key=[\w-]{22}$/);
  const ben = await stage.arrive('Ben', { path: `${link.pathname}?name=Ben&join=1${link.hash}` });
  await ben.isIn('Vault');
  await ben.turnOn('microphone', 'camera');
  await seeAndHearEachOther(ada, ben);
  // A browser that knows it needs no link.
  await ben.leave();
  await ben.enter('Vault');
  await ben.sees(ada);
});

/** Frames, at least. */
const COMPARED = 10;

/** A frame may come twice, by a packet that was sent again; two frames under one nonce never do. */
function noNonceTwice(frames: SealedParts[]): void {
  const sealed = new Map<string, string>();
  for (const { kid, counter, ciphertext } of frames) {
    const [nonce, text] = [`${kid}/${counter}`, Buffer.from(ciphertext).toString('hex')];
    expect(sealed.get(nonce) ?? text).toBe(text);
    sealed.set(nonce, text);
  }
  expect(sealed.size).toBeGreaterThan(COMPARED);
}

/** So that a test can end the workers that a page has made. */
async function keepWorkers({ page }: Person): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(globalThis, { ottogiWorkers: workers });
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
  });
}

async function killWorker({ tab }: Person): Promise<void> {
  await tab.evaluate(() => {
    const { ottogiWorkers } = globalThis as unknown as { ottogiWorkers: Worker[] };
    for (const worker of ottogiWorkers) worker.terminate();
  });
}

/** Looks at every picture that is drawn, from now on. */
async function watchGaps({ tab }: Person): Promise<void> {
  await tab.evaluate(() => {
    const state = { last: performance.now(), longest: 0 };
    Object.assign(globalThis, { ottogiGaps: state });
    const video = document.querySelector<HTMLVideoElement>('video[data-peer-name="Ada"]');
    const seen = () => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - state.last);
      state.last = now;
      video?.requestVideoFrameCallback(seen);
    };
    video?.requestVideoFrameCallback(seen);
  });
}

/** The longest time without a new picture since the last look, and how much sound was made up. */
async function gaps({ tab }: Person): Promise<{ pictureMs: number; concealedMs: number }> {
  return tab.evaluate(async () => {
    const state = (globalThis as unknown as { ottogiGaps: { longest: number; made?: number } })
      .ottogiGaps;
    const concealed = await globalThis.ottogiProbe.concealedSamples();
    const pictureMs = Math.round(state.longest);
    const concealedMs = Math.round((concealed - (state.made ?? 0)) / 48);
    Object.assign(state, { longest: 0, made: concealed });
    return { pictureMs, concealedMs };
  });
}
