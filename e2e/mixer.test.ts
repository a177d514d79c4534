import type { TopologyName, TopologyRule } from '@ottogi/protocol';
import { expect, test } from 'vitest';
import { groupOf } from '../packages/server/src/testing/processes.ts';
import type { Tint } from './support/fakeDevices.ts';
import { colours, heardPitches } from './support/mix.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { installTones, PITCHES } from './support/tones.ts';
import { until } from './support/until.ts';

/** A small picture, so that the cores have some air: every page decodes and encodes in software. */
const stage = useStage({ OTTOGI_MIX: '640x360@10', OTTOGI_MAX_MIXERS: '2' });

type Name = keyof typeof PITCHES;
/** @param topology By which rule the room is to connect people, where it opens by this. */
async function arrive(name: Name, camera: Tint, topology: TopologyRule = 'sfu'): Promise<Person> {
  const person = await stage.arrive(name, { camera, path: null });
  await person.page.addInitScript(installTones, PITCHES[name]);
  await person.visit(`/r/Lounge?${new URLSearchParams({ name, join: '1', topology }).toString()}`);
  await person.isIn('Lounge');
  return person;
}

async function saveData(person: Person): Promise<void> {
  await person.press('More');
  await person.page.getByRole('button', { name: 'Save data' }).click();
  await person.page.keyboard.press('Escape');
}

const RULES = { mesh: 'Directly', mcu: 'Mixed by the server' } as const;
const NOW = { mesh: 'Connected directly', mcu: 'Mixed by the server' } as const;

type Named = keyof typeof NOW;

/** Somebody who moderates the room says how all are to be connected; resolves when they are. */
async function connect(person: Person, from: Named, to: Named): Promise<void> {
  await person.press(NOW[from]);
  await person.page.getByRole('combobox', { name: 'Connection' }).click();
  await person.page.getByRole('option', { name: RULES[to] }).click();
  await person.page.keyboard.press('Escape');
  await isConnected(to);
}

async function isConnected(topology: TopologyName): Promise<void> {
  await until(`the room is ${topology}`, async () => {
    const [room] = (await stage.server.state()).rooms;
    return { met: room?.topology === topology, seen: room };
  });
}

async function findsColours(
  person: Person,
  what: string,
  met: (found: Record<Tint, number>) => boolean,
): Promise<void> {
  await until(`${person.name} finds ${what} in the picture of all`, async () => {
    const seen = await colours(person);
    return { met: seen !== null && met(seen), seen };
  });
}

/** Of these, whom somebody hears. */
async function heardBy(person: Person): Promise<Name[]> {
  const heard = await heardPitches(person, Object.values(PITCHES));
  return (Object.keys(PITCHES) as Name[]).filter((name) => heard.includes(PITCHES[name]));
}

async function hearsExactly(person: Person, ...names: Name[]): Promise<void> {
  await until(`${person.name} hears ${names.join(' and ') || 'nobody'}`, async () => {
    const seen = await heardBy(person);
    return { met: JSON.stringify(seen) === JSON.stringify(names), seen };
  });
}

/** One video and one sound, as its browser counts them and as the server knows them. */
async function receivesTheMixAlone(person: Person): Promise<void> {
  await until(`${person.name} receives one video and one sound`, async () => {
    const { peers, consumers } = await stage.server.state();
    const peerId = peers.find(({ name }) => name === person.name)?.peerId;
    const sources = consumers.filter((each) => each.peerId === peerId).map(({ source }) => source);
    const flowing = await person.tab.evaluate(() => ottogiTones.flowing());
    const met = flowing === 2 && JSON.stringify(sources.sort()) === '["mix","mixAudio"]';
    return { met, seen: { flowing, sources } };
  });
}

async function mixerPid(): Promise<number> {
  const { rooms } = await stage.server.state();
  const pid = rooms[0]?.mixer?.pid;
  if (!pid) throw new Error('there is no mixer');
  return pid;
}

test('who saves data has everybody in one picture and one sound, and whatever happens is in it', async () => {
  const ada = await arrive('Ada', 'green');
  const ben = await arrive('Ben', 'red');
  await ben.turnOn('camera', 'microphone');
  await ada.sees(ben);
  await saveData(ada);
  await findsColours(ada, 'Ben', ({ red }) => red > 0.2);
  await hearsExactly(ada, 'Ben');
  await receivesTheMixAlone(ada);

  const cem = await arrive('Cem', 'blue');
  await cem.turnOn('camera', 'microphone');
  await ben.sees(cem);
  await findsColours(ada, 'Cem', ({ blue }) => blue > 0.1);
  await hearsExactly(ada, 'Ben', 'Cem');
  await receivesTheMixAlone(ada);

  await ben.turnOff('microphone');
  await hearsExactly(ada, 'Cem');
  const before = (await colours(ada))!;
  await ben.turnOn('screen');
  await cem.seesScreenOf(ben);
  await findsColours(ada, 'a screen', ({ blue }) => blue < before.blue / 2);
  await ben.turnOff('screen');
  await cem.leave();
  await findsColours(ada, 'Cem no more', ({ blue }) => blue < 0.02);

  await saveData(ada);
  await ada.sees(ben);
  await until('there is no mix any more', async () => {
    const seen = await colours(ada);
    return { met: seen === null, seen };
  });
});

test('nobody hears themselves in the mix, and everybody all the others', async () => {
  const ada = await arrive('Ada', 'green');
  const ben = await arrive('Ben', 'red');
  const cem = await arrive('Cem', 'blue');
  for (const person of [ada, ben, cem]) await person.turnOn('microphone');
  await saveData(ada);
  await saveData(ben);
  await Promise.all([receivesTheMixAlone(ada), receivesTheMixAlone(ben)]);
  await hearsExactly(ada, 'Ben', 'Cem');
  await hearsExactly(ben, 'Ada', 'Cem');
  await hearsExactly(cem, 'Ada', 'Ben');
});

test('a direct call is mixed, and direct again', async () => {
  const ada = await arrive('Ada', 'green', 'mesh');
  const ben = await arrive('Ben', 'red', 'mesh');
  const people = [ada, ben];
  for (const person of people) await person.turnOn('camera', 'microphone');
  for (let round = 0; round < 2; round += 1) {
    await Promise.all([ada.sees(ben), ben.sees(ada)]);
    await connect(ada, 'mesh', 'mcu');
    await Promise.all(people.map(receivesTheMixAlone));
    await Promise.all([hearsExactly(ada, 'Ben'), hearsExactly(ben, 'Ada')]);
    await connect(ada, 'mcu', 'mesh');
    await Promise.all([hearsExactly(ada, 'Ben'), hearsExactly(ben, 'Ada')]);
  }
  await Promise.all([ada.sees(ben), ben.sees(ada)]);
  const { transports, rooms } = await stage.server.state();
  expect(transports).toEqual([]);
  expect(rooms).toMatchObject([{ mixer: null }]);
});

test('a mixer that is killed gives way to tiles, and is there again', async () => {
  stage.expectErrors(/the mixer failed: starting another/);
  const ada = await arrive('Ada', 'green');
  const ben = await arrive('Ben', 'red');
  await ben.turnOn('camera', 'microphone');
  await saveData(ada);
  await findsColours(ada, 'Ben', ({ red }) => red > 0.2);
  const pid = await mixerPid();
  process.kill(pid, 'SIGKILL');
  await ada.sees(ben);
  await findsColours(ada, 'Ben', ({ red }) => red > 0.2);
  await hearsExactly(ada, 'Ben');
  expect(await mixerPid()).not.toBe(pid);
});

test('no mixer outlives a server that is killed', async () => {
  const ada = await arrive('Ada', 'green');
  await saveData(ada);
  await until('the picture of all is there', async () => {
    const seen = await colours(ada);
    return { met: seen !== null, seen };
  });
  const pid = await mixerPid();
  expect(await groupOf(pid)).not.toEqual([]);
  await stage.server.kill('SIGKILL');
  await until('nothing of the mixer runs', async () => {
    const seen = await groupOf(pid);
    return { met: seen.length === 0, seen };
  });
  await stage.server.start();
});
