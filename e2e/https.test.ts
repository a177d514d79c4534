import { test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import { freePorts } from '../packages/server/src/testing/freePorts.ts';
import { useStage } from './support/Stage.ts';

const port = await freePorts(1);
const stage = useStage({ OTTOGI_HTTPS_HOST: '127.0.0.1', OTTOGI_HTTPS_PORT: String(port) });

test('another device has microphone and camera by the HTTPS address, once its certificate is accepted', async () => {
  const ada = await stage.arriveIn('Lounge', 'Ada', {
    // A name that no browser takes for this machine, so that only HTTPS makes the page secure.
    flags: ['--host-resolver-rules=MAP ottogi.test 127.0.0.1'],
    origin: `https://ottogi.test:${port}`,
  });
  const ben = await stage.arriveIn('Lounge', 'Ben');
  await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
  await seeAndHearEachOther(ada, ben);
});
