import { describe, test } from 'vitest';
import { ADDRESS, inNamespace } from './support/namespace.ts';
import { useStage } from './support/Stage.ts';

inNamespace(import.meta.url, () => {
  describe('where the host announces an address that leads nowhere', () => {
    const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: '192.0.2.1' });

    test('the page says that media is blocked and what to do, and Leave works', async () => {
      const ada = await stage.arriveIn('Lounge', 'Ada');
      const ben = await stage.arriveIn('Lounge', 'Ben');
      await ada.turnOn('microphone', 'camera');
      for (const person of [ada, ben]) {
        await person.shows('No sound or picture gets through');
        await person.shows('OTTOGI_ANNOUNCED_ADDRESS');
      }
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
