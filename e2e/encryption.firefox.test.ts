import { test } from 'vitest';
import { seeAndHearEachOther } from './scenarios/together.ts';
import { ADDRESS, inNamespace } from './support/namespace.ts';
import { useStage } from './support/Stage.ts';

inNamespace(import.meta.url, () => {
  const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: ADDRESS });

  test('Firefox and Chromium understand each other in an encrypted room', async () => {
    const link = (name: string) => `/r/Vault?name=${name}&join=1#key=swordfish`;
    const ada = await stage.arrive('Ada', { browser: 'firefox', path: link('Ada') });
    await ada.isIn('Vault');
    const ben = await stage.arrive('Ben', { path: link('Ben') });
    await ben.isIn('Vault');
    await Promise.all([ada, ben].map((person) => person.turnOn('microphone', 'camera')));
    await seeAndHearEachOther(ada, ben);
    // Who leaves takes the former keys along.
    const cem = await stage.arrive('Cem', { path: link('Cem'), camera: null });
    await cem.sees(ada);
    await cem.leave();
    await Promise.all([ada.isWith(ben), ben.isWith(ada)]);
    await seeAndHearEachOther(ada, ben);
  });
});
