import type { TopologyName } from '@ottogi/protocol';
import type { Person } from '../../support/Person.ts';
import type { Stage } from '../../support/Stage.ts';

/** Three people in one room, the Lounge, and how they are connected there. */
export interface Scene {
  stage: Stage;
  topology: TopologyName;
  ada: Person;
  ben: Person;
  cem: Person;
  people: readonly [Person, Person, Person];
  /** How often something is done that is done again and again. */
  rounds: number;
}

/**
 * What happens in a call, by what people notice of it. When it begins everybody is in the Lounge, and
 * everything is off.
 */
export type Scenarios = Record<string, (scene: Scene) => Promise<void>>;
