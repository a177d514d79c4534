/** What each client sends and receives by the definition of a topology (RFC 7667, section 3). */
import type { Direction, Flow, Flows } from './flow.ts';

export const TOPOLOGIES = ['mesh', 'sfu', 'mcu'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

export interface Attendance {
  topology: Topology;
  people: number;
}

/** How many people's voice and picture, each, go through a client's uplink and downlink. */
export function shares({ topology, people }: Attendance): Record<Direction, number> {
  const others = people - 1;
  switch (topology) {
    case 'mesh':
      return { up: others, down: others };
    case 'sfu':
      return { up: 1, down: others };
    case 'mcu':
      return { up: 1, down: 1 };
  }
}

/** Whether as many voices and pictures flow as in theory, each way. */
export function isAsInTheory({ up, down, ...attendance }: Attendance & Flows): boolean {
  const expected = shares(attendance);
  const agrees = ({ voices, pictures }: Flow, count: number) =>
    voices === count && pictures === count;
  return agrees(up, expected.up) && agrees(down, expected.down);
}
