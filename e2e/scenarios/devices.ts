import { expect } from 'vitest';
import type { Person } from '../support/Person.ts';

/** What nobody would call waiting, on a machine that encodes several videos meanwhile. */
const AT_ONCE_MS = 3_000;

/** A camera that is switched off is off, and its picture goes from everybody at once. */
export async function stopAndStartCamera(person: Person, watchers: Person[]): Promise<void> {
  const name = `the camera of ${person.name}`;
  expect(await person.isCapturing('camera'), name).toBe(true);
  await person.turnOff('camera');
  const stoppedAt = performance.now();
  await Promise.all(watchers.map((watcher) => watcher.seesNoPictureOf(person)));
  expect(performance.now() - stoppedAt).toBeLessThan(AT_ONCE_MS);
  expect(await person.isCapturing('camera'), name).toBe(false);
  await person.turnOn('camera');
  await Promise.all(watchers.map((watcher) => watcher.sees(person)));
}

/** Whoever mutes is not heard, and shown as muted, until they unmute. */
export async function muteAndUnmute(person: Person, listener: Person): Promise<void> {
  await listener.hears(person);
  await listener.finds(person, { muted: false });
  await person.turnOff('microphone');
  await listener.finds(person, { muted: true, speaking: false });
  await listener.hearsNothingOf(person);
  await person.turnOn('microphone');
  await listener.finds(person, { muted: false });
  await listener.hears(person);
}

/** Whoever leaves is gone from the stage and from the list, and comes back by one click. */
export async function leaveAndReturn(
  person: Person,
  others: Person[],
  room: string,
): Promise<void> {
  await person.leave();
  expect(await person.isCapturing('camera')).toBe(false);
  expect(await person.isCapturing('microphone')).toBe(false);
  for (const other of others) {
    await other.seesNoPictureOf(person);
    await other.isWith(...others.filter((each) => each !== other));
    await other.seesRooms({ [room]: others });
  }
  await person.enter(room);
  for (const other of others) {
    await other.isWith(person, ...others.filter((each) => each !== other));
  }
}
