import { expect, test } from 'vitest';
import type { ChromiumBrowser } from './support/ChromiumBrowser.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';
import { until } from './support/until.ts';

/** Long before the server would notice by itself that a connection has fallen silent. */
const SOON_MS = 5_000;

const TOLD_WITHIN_MS = 10_000;
const GONE_WITHIN_MS = 30_000;

const stage = useStage();

test('a tab that is closed takes its picture and its name with it', async () => {
  const { ada, goes } = await meeting();
  await goes(async () => {
    await ada.tab.close();
    stage.forget(ada);
  });
});

test('tabs that crash and browsers that are killed are told of, and gone within half a minute', async () => {
  const [ada, cem] = [
    await stage.arriveIn('Lounge', 'Ada', { alone: true }),
    await stage.arriveIn('Lounge', 'Cem', { alone: true }),
  ];
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, cem].map((person) => person.turnOn('camera')));
  await Promise.all([ben.sees(ada), ben.sees(cem)]);
  await Promise.all([(ada.browser as ChromiumBrowser).crashPages(), cem.browser.crash()]);
  stage.forget(cem);
  const goneAt = performance.now();
  await until('both are marked', async () => {
    const seen = await ben.tab.evaluate(() => document.querySelectorAll('[data-away=true]').length);
    return { met: seen === 2, seen };
  });
  expect(performance.now() - goneAt).toBeLessThan(TOLD_WITHIN_MS);
  await until('nobody but Ben is there', async () => {
    const seen = (await stage.server.state()).peers.map(({ name }) => name);
    return { met: seen.join() === 'Ben', seen };
  });
  expect(performance.now() - goneAt).toBeLessThan(GONE_WITHIN_MS);
  await Promise.all([ben.isWith(), ben.seesRooms({ Lounge: [ben] })]);
});

/** Ada and Ben talk, Cem sees from outside who is there; then Ada goes, in one way or another. */
async function meeting(): Promise<{
  ada: Person;
  goes: (leave: () => Promise<void>) => Promise<void>;
}> {
  const ada = await stage.arriveIn('Lounge', 'Ada', { alone: true });
  const ben = await stage.arriveIn('Lounge', 'Ben');
  const cem = await stage.arriveNamed('Cem');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await Promise.all([ben.sees(ada), ben.hears(ada), cem.seesRooms({ Lounge: [ada, ben] })]);
  const goes = async (leave: () => Promise<void>) => {
    await leave();
    const leftAt = performance.now();
    await Promise.all([
      ben.seesNoPictureOf(ada),
      ben.isWith(),
      ben.seesRooms({ Lounge: [ben] }),
      cem.seesRooms({ Lounge: [ben] }),
    ]);
    expect(performance.now() - leftAt).toBeLessThan(SOON_MS);
    // The worker closes the consumers of a producer that is gone, and says so in a moment.
    await until('nothing of Ada is left', async () => {
      const { peers, transports, producers, consumers } = await stage.server.state();
      const left = [peers, transports, producers, consumers].map((all) => all.length);
      return { met: left.join() === '1,2,2,0' && peers[0]?.name === 'Ben', seen: left };
    });
  };
  return { ada, goes };
}
