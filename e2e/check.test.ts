import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Coturn, SECRET, whyNoCoturn } from '../packages/server/src/testing/Coturn.ts';
import { isAccessible } from './support/accessibility.ts';
import { ADDRESS, inNamespace } from './support/namespace.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';

/** Beyond the six seconds that a way is given. */
const PATIENCE = { timeout: 20_000 };

/** In a network of its own every port is free. */
const TURN_PORT = 3478;

const noCoturn = whyNoCoturn();
if (noCoturn) process.stderr.write(`Skipped the relay of e2e/check.test.ts: ${noCoturn}\n`);

/** What stands beside one of the things that were looked at. */
async function said(person: Person, name: string): Promise<string> {
  const row = person.page.getByRole('listitem').filter({ hasText: name });
  return (await row.innerText(PATIENCE)).replaceAll(/\s+/g, ' ');
}

/** Sends the report, and resolves to it as the host has it. */
async function sentBy(person: Person, stage: ReturnType<typeof useStage>) {
  await person.press('Send report');
  return keptOf(person, stage);
}

async function keptOf(person: Person, stage: ReturnType<typeof useStage>) {
  await person.shows('Sent. Its name is');
  const [kept] = await stage.server.reports();
  expect(await person.text()).toContain(kept?.reportId);
  expect(stage.server.log).toContain(kept!.reportId);
  return kept!.report;
}

inNamespace(import.meta.url, () => {
  describe('where nothing is wrong', () => {
    const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: ADDRESS });

    afterEach(() => spawnSync('iptables', ['-F']));

    test('the page says so to somebody who is in no call, and the report arrives', async () => {
      const ada = await stage.arrive('Ada', { path: '/check' });
      await ada.shows('All is well');
      expect(await said(ada, 'Way by UDP')).toContain('Free');
      expect(await said(ada, 'Way by TCP')).toContain('Free');
      expect(await said(ada, 'Connection')).toContain('Connected');
      expect(await said(ada, 'Clock')).toContain('As the server’s');
      await isAccessible(ada.page, 'the checkup');

      const text = ada.page.getByLabel('What happened?');
      await text.focus();
      await ada.page.keyboard.type('It crackles');
      // Past the button that sends it.
      await ada.page.keyboard.press('Tab');
      await ada.page.keyboard.press('Tab');
      await ada.page.keyboard.press('Enter');
      const shown = await ada.page.locator('pre').innerText();
      await ada.page.getByRole('button', { name: 'Send report' }).focus();
      await ada.page.keyboard.press('Enter');
      const report = await keptOf(ada, stage);
      expect(await ada.page.evaluate(() => document.activeElement?.textContent)).toContain('Sent.');
      await isAccessible(ada.page, 'a report that was sent');
      expect(JSON.parse(shown)).toMatchObject({ text: 'It crackles', ways: report.ways });
      expect(report).toMatchObject({ text: 'It crackles', server: '0.1.0' });
      expect(report.ways.map(({ way, verdict }) => [way, verdict])).toEqual([
        ['udp', 'ok'],
        ['tcp', 'ok'],
      ]);
      // What the server announces is no secret; where one is oneself is.
      expect(report.ways.flatMap(({ remote }) => remote).join()).toContain(ADDRESS);
      expect(report.ways.flatMap(({ local }) => local).join()).not.toContain(ADDRESS);
    });

    test('but for UDP, which a firewall drops, it says what that means', async ({ skip }) => {
      const wall = spawnSync('iptables', ['-A', 'INPUT', '-p', 'udp', '-j', 'DROP']);
      if (wall.status !== 0) skip('there is no iptables here');
      const ada = await stage.arrive('Ada', { path: '/check' });
      await ada.shows('things are not as they should be');
      expect(await said(ada, 'Way by UDP')).toContain('Blocked');
      expect(await said(ada, 'Way by TCP')).toContain('Free');
      // What is wrong stands first.
      const first = ada.page.getByRole('listitem').first();
      expect(await first.innerText()).toContain('Sound and picture go by TCP');
    });
  });

  describe.skipIf(noCoturn)('where only the relay is free', () => {
    const stage = useStage({
      OTTOGI_ANNOUNCED_ADDRESS: ADDRESS,
      OTTOGI_TURN_URL: `turn:127.0.0.1:${TURN_PORT}?transport=tcp`,
      OTTOGI_TURN_SECRET: SECRET,
    });
    let coturn: Coturn;
    beforeAll(async () => {
      coturn = await Coturn.start([], TURN_PORT);
    });
    afterAll(() => coturn.close());
    afterEach(() => spawnSync('iptables', ['-F']));

    test('the page says that calls take the detour', async ({ skip }) => {
      const chromium = ['-A', 'OUTPUT', '-s', ADDRESS, '-d', ADDRESS];
      const walls = [
        spawnSync('iptables', [...chromium, '-p', 'udp', '-j', 'DROP']),
        spawnSync('iptables', [...chromium, '-p', 'tcp', '-j', 'DROP']),
      ];
      if (walls.some(({ status }) => status !== 0)) skip('there is no iptables here');
      const ada = await stage.arrive('Ada', { path: '/check' });
      await ada.shows('Sound and picture go by the relay');
      expect(await said(ada, 'Way by a relay')).toContain('Free');
      const report = await sentBy(ada, stage);
      expect(report.ways.map(({ way, verdict }) => `${way} ${verdict}`)).toEqual([
        'udp blocked',
        'tcp blocked',
        'turn ok',
      ]);
    });
  });

  describe('where the announced address leads nowhere', () => {
    const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: '192.0.2.1' });

    test('the call says so and what to do, the check finds it, the host hears of it, Leave works', async () => {
      const ada = await stage.arriveIn('Lounge', 'Ada');
      const ben = await stage.arriveIn('Lounge', 'Ben');
      await ada.turnOn('microphone', 'camera');
      for (const person of [ada, ben]) {
        await person.shows('No sound or picture gets through');
        await person.shows('OTTOGI_ANNOUNCED_ADDRESS');
      }
      await ada.press('Find out what is wrong');
      await ada.page.getByRole('button', { name: 'Send report' }).waitFor(PATIENCE);
      expect(await said(ada, 'Way by UDP')).toContain('Blocked');
      const report = await sentBy(ada, stage);
      expect(report).toMatchObject({ name: 'Ada', states: { call: 'joined', media: 'blocked' } });
      expect(report.findings).toContainEqual({
        check: 'media',
        level: 'problem',
        result: 'blocked',
      });
      expect(report.ways[0]?.remote.join()).toContain('192.0.2.1');
      await ada.page.keyboard.press('Escape');
      await ada.isIn('Lounge');
      await ada.leave();
      await ben.isWith();
    });
  });

  describe('where one of two announced addresses leads nowhere', () => {
    const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: `192.0.2.1,${ADDRESS}` });

    test('media takes the other', async () => {
      const ada = await stage.arriveIn('Lounge', 'Ada');
      const ben = await stage.arriveIn('Lounge', 'Ben');
      await ada.turnOn('microphone', 'camera');
      await Promise.all([ben.sees(ada), ben.hears(ada)]);
    });
  });
});
