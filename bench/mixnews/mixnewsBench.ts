import type { RoomDocument } from '@ottogi/client';
import type { Source } from '@ottogi/protocol';
import type { BenchResult, Figure } from '../results.ts';
import { quantile } from '../statistics.ts';
import { MixedRoom } from './MixedRoom.ts';

const TARGET_MS = 1_000;

/** How long it takes until what happens in a room is in the mix. */
export async function mixnewsBench(quick: boolean): Promise<BenchResult> {
  const delays = new Map<string, number[]>();
  const room = await MixedRoom.open();
  try {
    // Ada looks; the others have cameras of one colour each.
    const ada = await room.arrive('Ada', 'green');
    const ben = await room.arrive('Ben', 'red');
    const cem = await room.arrive('Cem', 'blue');
    const look = async (
      news: string,
      act: () => Promise<void>,
      told: (peers: RoomDocument['peers']) => boolean,
      shows: Parameters<MixedRoom['delayOf']>[2]['shows'],
    ) => {
      const delayMs = await room.delayOf(act, told, { at: ada, shows });
      delays.set(news, [...(delays.get(news) ?? []), delayMs]);
    };
    for (let round = 0; round < (quick ? 3 : 20); round += 1) {
      const { blue: usual } = await room.shares(ada, ({ red, blue }) => red > 0.1 && blue > 0.1);
      await look(
        'a screen begins',
        () => ben.turnOn('screen'),
        (peers) => shown(peers, 'Ben', 'screen'),
        ({ blue }) => blue < usual / 2,
      );
      await look(
        'a screen ends',
        () => ben.turnOff('screen'),
        (peers) => !shown(peers, 'Ben', 'screen'),
        ({ blue }) => blue > 0.8 * usual,
      );
      await look(
        'somebody goes',
        () => cem.leave(),
        (peers) => !peers.some(({ name }) => name === 'Cem'),
        ({ blue }) => blue < 0.02,
      );
      await look(
        'somebody comes',
        () => room.enter(cem),
        (peers) => shown(peers, 'Cem', 'camera'),
        ({ blue }) => blue > 0.1,
      );
    }
  } finally {
    await room.close();
  }
  return {
    name: 'mixnews',
    about:
      'from when everybody is told of something until the mix of the room (640x360, 10 pictures a second) shows it in the page of one who looks at it',
    figures: [...delays].map(figure),
    measurements: Object.fromEntries(delays),
  };
}

function shown(peers: RoomDocument['peers'], name: string, source: Source): boolean {
  const peer = peers.find((each) => each.name === name);
  return peer?.publications.some((each) => each.source === source) ?? false;
}

function figure([name, delays]: [string, number[]]): Figure {
  const sorted = delays.toSorted((a, b) => a - b);
  return {
    name,
    value: quantile(sorted, 0.95),
    unit: 'ms',
    spread: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    target: { atMost: TARGET_MS },
  };
}
