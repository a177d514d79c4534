import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputClient, SeenIds } from './testing/inputs/InputClient.ts';
import { Random } from './testing/inputs/Random.ts';
import { vp8 } from './testing/rtp.ts';
import type { TestClient } from './testing/TestClient.ts';
import { NOTHING, TestServer } from './testing/TestServer.ts';
import { UNLIMITED } from './testing/unlimited.ts';

/** Another one: `OTTOGI_INPUT_SEED=7 npm test -- generatedInput`. */
const SEED = Number(process.env.OTTOGI_INPUT_SEED ?? 1);
const CLIENTS = 8;
const MESSAGES = 22_000;
const WARM_UP = 4_000;
const PASSING_MS = 100;

let server: TestServer;
let ada: TestClient;
let pids: number[];
let call: Awaited<ReturnType<typeof standing>>;
/** Some answers wait for what others do, for so long and no longer: here the time goes on. */
let passing: NodeJS.Timeout;

beforeAll(async () => {
  server = await TestServer.start({}, UNLIMITED);
  passing = setInterval(() => server.clock.advance(PASSING_MS), PASSING_MS);
  pids = await server.workerPids();
  ada = await server.connect();
  await ada.ask('createRoom', { name: 'lounge' });
  await ada.join('lounge', 'Ada');
  await ada.ask('produce', ada.producing({ source: 'camera', rtpParameters: vp8() }));
  call = await standing();
});

afterAll(async () => {
  clearInterval(passing);
  await server.close();
});

/** What is Ada's, and none of the others' to touch. */
async function standing() {
  const { peers, transports, producers } = await server.state();
  return {
    peers,
    transports,
    producers: producers.map(({ wantedLayer: _wanted, ...producer }) => producer),
  };
}

/** Everybody says their part, and goes; what they made, they take along. */
async function run(messages: number, seed: number) {
  const random = new Random(seed);
  const ids = new SeenIds(random);
  ids.learn(await ada.ask('getSnapshot', {}));
  ids.learn(call);
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => server.connect()));
  const inputs = clients.map((client, index) => {
    return new InputClient(client, new Random(seed + 1 + index), ids);
  });
  await Promise.all(clients.map((client) => client.ask('updatePerson', { name: 'Mallory' })));
  await Promise.all(inputs.map((input) => input.say(messages / CLIENTS)));
  await Promise.all(clients.map(removeRooms));
  for (const client of clients) client.close();
  ada.received.length = 0;
  await expect.poll(standing).toEqual(call);
  return inputs;
}

async function removeRooms(client: TestClient): Promise<void> {
  const { rooms } = await client.ask('getSnapshot', {});
  const own = rooms.filter(({ ownerId }) => ownerId === client.welcome.person.personId);
  for (const { roomId } of own) await client.errorOf('deleteRoom', { roomId });
}

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

test(`${MESSAGES} messages that follow no plan (seed ${SEED}) get an answer each, and leave nothing`, async () => {
  await run(WARM_UP, SEED + 1_000);
  const before = usedBytes();
  const inputs = await run(MESSAGES, SEED);
  const growth = usedBytes() / before;

  expect(inputs.flatMap(({ wrong }) => wrong).slice(0, 20)).toEqual([]);
  const answers = new Map<string, number>();
  for (const input of inputs) {
    for (const [answer, count] of input.answers) {
      answers.set(answer, (answers.get(answer) ?? 0) + count);
    }
  }
  const said = [...answers.values()].reduce((sum, count) => sum + count, 0);
  expect(said).toBeGreaterThan(20_000);
  // Not all of it was nonsense.
  expect(answers.get('ok')).toBeGreaterThan(1_000);
  expect([...answers.keys()]).toContain('notFound');
  for (const { unacknowledged } of inputs) {
    expect(unacknowledged.rejected).toBe(unacknowledged.said);
  }
  expect(growth).toBeLessThan(1.1);
  expect(await server.workerPids()).toEqual(pids);
  ada.close();
  await expect.poll(() => server.state()).toEqual(NOTHING);
}, 300_000);
