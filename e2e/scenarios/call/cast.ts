import { GUISES } from '../../support/guises.ts';
import type { Person } from '../../support/Person.ts';
import type { Stage } from '../../support/Stage.ts';

export type Three = readonly [Person, Person, Person];

/** A newcomer opens a room; the next ones see who is in it, and join with one click. */
export async function threeCome(stage: Stage, guised: boolean): Promise<Three> {
  const arrive = (name: keyof typeof GUISES) =>
    stage.arriveNamed(name, guised ? { guise: GUISES[name] } : {});
  const ada = await arrive('Ada');
  await ada.openRoom('Lounge');
  const [ben, cem] = await Promise.all([
    stage.arrive('Ben', guised ? { guise: GUISES.Ben } : {}),
    stage.arrive('Cem', guised ? { guise: GUISES.Cem } : {}),
  ]);
  for (const person of [ben, cem]) {
    await person.tab.enterText('Your name', person.name);
    await person.seesRooms({ Lounge: person === ben ? [ada] : [ada, ben] });
    await person.enter('Lounge');
  }
  return [ada, ben, cem];
}

/** Everybody is in the Lounge, whatever they did before, and everything is off. */
export async function rest(three: Three): Promise<void> {
  await Promise.all(
    three.map(async (person) => {
      if ((await person.heading()) !== 'Lounge') await person.enter('Lounge');
      await turnEverythingOff(person);
    }),
  );
  await Promise.all(
    three.flatMap((one) => [
      one.isWith(...three.filter((other) => other !== one)),
      ...three.flatMap((other) => [
        one.seesNoPictureOf(other),
        one.seesNoPictureOf(other, 'screen'),
      ]),
    ]),
  );
}

async function turnEverythingOff(person: Person): Promise<void> {
  for (const source of ['microphone', 'camera', 'screen'] as const) {
    if (await person.isOn(source)) await person.turnOff(source);
  }
}
