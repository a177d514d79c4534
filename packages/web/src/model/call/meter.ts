/** Level meters, in the decibels in which people hear. */

/** What a meter shows: from a quiet room to the loudest that a microphone can say, in dBFS. */
export const METER_FLOOR_DB = -80;

/** How much of a meter is filled, 0 to 1. */
export function shareOf(db: number): number {
  if (!(db > METER_FLOOR_DB)) return 0;
  return Math.min(1, (db - METER_FLOOR_DB) / -METER_FLOOR_DB);
}
