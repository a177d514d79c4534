import { TOPOLOGIES, type TopologyName } from '@ottogi/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundleScript, type PageScript, runScript } from '../bench/browser.ts';
import type { DataPage } from './pages/data.ts';
import { ChromiumBrowser, type ChromiumTab } from './support/ChromiumBrowser.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { until } from './support/until.ts';

let server: ServerProcess;
let browser: ChromiumBrowser;
let script: PageScript;
let tab: ChromiumTab;
beforeAll(async () => {
  [server, browser, script] = await Promise.all([
    ServerProcess.start(),
    ChromiumBrowser.launch({}),
    bundleScript(new URL('pages/data.ts', import.meta.url)),
  ]);
});
beforeEach(async () => {
  tab = await browser.openTab({ origin: server.url });
  await runScript(tab.page, server.url, script);
});
afterEach(async () => {
  await tab.close();
  await server.isEmpty();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Does something in the page in which all of them are. */
function inPage<N extends keyof DataPage>(
  name: N,
  ...given: Parameters<DataPage[N]>
): Promise<Awaited<ReturnType<DataPage[N]>>> {
  return tab.evaluate(
    ([called, args]) => {
      const { dataPage } = globalThis as unknown as { dataPage: DataPage };
      const method = dataPage[called] as (...all: unknown[]) => unknown;
      return method(...args) as Awaited<ReturnType<DataPage[N]>>;
    },
    [name, given] as const,
  );
}

async function received(name: string, ...expected: string[]): Promise<void> {
  await until(`${name} received ${expected.length}`, async () => {
    const seen = await inPage('received', name);
    return { met: seen.length >= expected.length, seen };
  });
  expect(await inPage('received', name)).toEqual(expected);
}

async function isIn(topology: TopologyName): Promise<void> {
  await until(`the room is ${topology}`, async () => {
    const { rooms, links, dataProducers } = await server.state();
    return { met: rooms[0]?.topology === topology, seen: { rooms, links, dataProducers } };
  });
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `ada: ${at + 1}`);

test.each(TOPOLOGIES)('%s: to everybody, or to one alone', async (topology) => {
  await inPage('open', `Room ${topology}`, topology, 'ada', 'ben', 'cem');
  await isIn(topology);
  for (const ordered of [true, false]) {
    expect(await inPage('send', 'ada', `for all, ${ordered}`, { ordered })).toBeNull();
    expect(await inPage('send', 'ben', `for Cem, ${ordered}`, { ordered, to: 'cem' })).toBeNull();
    await until('both came to Cem', async () => {
      const seen = await inPage('received', 'cem');
      return { met: seen.length === (ordered ? 2 : 4), seen };
    });
  }
  await received('ben', 'ada: for all, true', 'ada: for all, false');
  await received('ada');
  expect((await inPage('received', 'cem')).toSorted()).toEqual(
    [
      'ada: for all, true',
      'ben: for Cem, true',
      'ada: for all, false',
      'ben: for Cem, false',
    ].toSorted(),
  );
  const { dataProducers, dataConsumers } = await server.state();
  if (topology === 'mesh') expect([dataProducers, dataConsumers]).toEqual([[], []]);
  else expect(dataConsumers.filter(({ messages }) => messages > 0)).not.toEqual([]);
});

test('numbers in order through changes of topology: each once', async () => {
  await inPage('open', 'Moving', 'sfu', 'ada', 'ben', 'cem');
  await inPage('stream', 'ada');
  for (const topology of ['mesh', 'sfu', 'mesh', 'sfu'] as const) {
    await inPage('setRule', 'ada', topology);
    await isIn(topology);
  }
  const count = await inPage('stop', 'ada');
  expect(count).toBeGreaterThan(20);
  await Promise.all(['ben', 'cem'].map((name) => received(name, ...numbers(count))));
  await received('ada');
});

test('numbers in order while the worker between them dies: each once', async () => {
  await inPage('open', 'Falling', 'sfu', 'ada', 'ben', 'cem');
  await inPage('stream', 'ada');
  const flows = async () => {
    const { dataConsumers } = await server.state();
    const ordered = dataConsumers.filter((each) => each.ordered && each.messages > 10);
    return { met: ordered.length >= 2, seen: dataConsumers };
  };
  await until('data comes to both', flows);
  const before = await server.state();
  for (const { pid } of await server.workers()) if (pid) process.kill(pid, 'SIGKILL');
  await until('they have other media, and data comes over it', async () => {
    const { transports } = await server.state();
    const known = new Set(before.transports.map(({ transportId }) => transportId));
    const renewed = transports.every(({ transportId }) => !known.has(transportId));
    const { met, seen } = await flows();
    return { met: met && renewed, seen };
  });
  const count = await inPage('stop', 'ada');
  await Promise.all(['ben', 'cem'].map((name) => received(name, ...numbers(count))));
});

test('to some over their links, and to one who has none over the server', async () => {
  await inPage('open', 'Mixed', 'mesh', 'ada', 'ben');
  await isIn('mesh');
  await inPage('setRule', 'ada', 'sfu');
  await isIn('sfu');
  await inPage('open', 'Mixed', 'sfu', 'cem');
  expect(await inPage('send', 'ada', 'in order')).toBeNull();
  await Promise.all(['ben', 'cem'].map((name) => received(name, 'ada: in order')));
  expect(await inPage('send', 'ada', 'now', { ordered: false })).toBeNull();
  await Promise.all(['ben', 'cem'].map((name) => received(name, 'ada: in order', 'ada: now')));
  await inPage('react', 'cem', '👋');
  await until('the two see it', async () => {
    const seen = await Promise.all(['ada', 'ben'].map((name) => inPage('reactions', name)));
    return { met: seen.every((reactions) => reactions.join() === 'cem: 👋'), seen };
  });
  expect((await server.state()).links).toHaveLength(1);
});

test.each(['sfu', 'mesh'] as const)('%s: a reaction is seen by everybody', async (topology) => {
  await inPage('open', `Cheers ${topology}`, topology, 'ada', 'ben', 'cem');
  await inPage('react', 'ada', '🎉');
  for (const name of ['ada', 'ben', 'cem']) {
    await until(`${name} sees it`, async () => {
      const seen = await inPage('reactions', name);
      return { met: seen.join() === 'ada: 🎉', seen };
    });
  }
});

test('too much, too large, to nobody: a clear error, the same over links and the server', async () => {
  await inPage('open', 'Limits', 'mesh', 'ada', 'ben');
  for (const topology of ['mesh', 'sfu'] as const) {
    await inPage('setRule', 'ada', topology);
    await isIn(topology);
    expect(await inPage('send', 'ada', 'x'.repeat(65_537))).toBe('messageTooLarge');
    expect(await inPage('send', 'ada', 'x', { label: '손'.repeat(22) })).toBe('messageTooLarge');
    expect(await inPage('send', 'ada', 'x', { to: 'nobody' })).toBe('notFound');
    expect(await inPage('send', 'ada', 'x'.repeat(65_536), { to: 'ben' })).toBeNull();
  }
  const codes = await tab.evaluate(async () => {
    const { dataPage } = globalThis as unknown as { dataPage: DataPage };
    return Promise.all(Array.from({ length: 260 }, () => dataPage.send('ada', 'x')));
  });
  expect(new Set(codes)).toEqual(new Set([null, 'tooManyRequests']));
  const all = 2 + codes.filter((code) => code === null).length;
  await until('all that was sent came', async () => {
    const seen = (await inPage('received', 'ben')).length;
    return { met: seen === all, seen };
  });
  await inPage('leave', 'ada');
  expect(await inPage('send', 'ada', 'x')).toBe('notJoined');
});

/** Resolves when the first file of somebody is as far as this. */
async function fileIs(
  name: string,
  far: (file: Awaited<ReturnType<DataPage['file']>>) => boolean,
): Promise<void> {
  await until(`${name} has the file as far`, async () => {
    const seen = await inPage('file', name);
    return { met: far(seen), seen };
  });
}

test('a file goes on through changes of topology, and is whole', async () => {
  const sizeBytes = 4_000_000;
  await inPage('open', 'Files', 'sfu', 'ada', 'ben');
  await inPage('offerFile', 'ada', 'ben', sizeBytes);
  await fileIs('ben', ({ status }) => status === 'offered');
  await inPage('acceptFile', 'ben');
  await fileIs('ben', ({ receivedBytes }) => receivedBytes > 600_000);
  await inPage('setRule', 'ada', 'mesh');
  await isIn('mesh');
  await fileIs('ada', ({ status }) => status === 'done');
  expect(await inPage('file', 'ben')).toMatchObject({ status: 'done', whole: true });
});

test('whoever leaves ends it at the other end', async () => {
  await inPage('open', 'Leaving', 'sfu', 'ada', 'ben');
  await inPage('offerFile', 'ada', 'ben', 4_000_000);
  await fileIs('ben', ({ status }) => status === 'offered');
  await inPage('acceptFile', 'ben');
  await fileIs('ben', ({ receivedBytes }) => receivedBytes > 0);
  await inPage('leave', 'ada');
  await fileIs('ben', ({ code }) => code === 'peerLeft');
  expect(await inPage('file', 'ada')).toMatchObject({ status: 'failed', code: 'superseded' });
});
