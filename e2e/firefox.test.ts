import { test } from 'vitest';
import { leaveAndReturn, muteAndUnmute, stopAndStartCamera } from './scenarios/devices.ts';
import { seeAndHearEachOther } from './scenarios/together.ts';
import { ADDRESS, inNamespace } from './support/namespace.ts';
import { useStage } from './support/Stage.ts';

inNamespace(import.meta.url, () => {
  const stage = useStage({ OTTOGI_ANNOUNCED_ADDRESS: ADDRESS });

  test('Firefox and Chromium see and hear each other, and whatever the one does the other sees', async () => {
    const ada = await stage.arriveNamed('Ada', { browser: 'firefox' });
    await ada.openRoom('Lounge');
    await ada.turnOn('microphone', 'camera');
    const ben = await stage.arriveNamed('Ben');
    await ben.seesRooms({ Lounge: [ada] });
    await ben.enter('Lounge');
    await ben.turnOn('microphone', 'camera');
    await seeAndHearEachOther(ada, ben);

    await stopAndStartCamera(ada, [ben]);
    await stopAndStartCamera(ben, [ada]);
    await muteAndUnmute(ada, ben);
    await muteAndUnmute(ben, ada);
    await ben.turnOn('screen');
    await Promise.all([ada.seesScreenOf(ben), ada.hearsScreenOf(ben)]);
    await ben.turnOff('screen');
    await ada.seesNoPictureOf(ben, 'screen');
    await leaveAndReturn(ada, [ben], 'Lounge');
    await leaveAndReturn(ben, [ada], 'Lounge');
    await seeAndHearEachOther(ada, ben);
  });
});
