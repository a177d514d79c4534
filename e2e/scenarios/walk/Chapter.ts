import type { Hands } from '../../support/Hands.ts';
import type { Person } from '../../support/Person.ts';
import type { Stage } from '../../support/Stage.ts';
import type { Walker } from './Walker.ts';

/** Who takes part in a chapter of the walk, and where. */
export interface Scene {
  stage: Stage;
  ada: Walker;
  /** The second one, who sees and hears what she does. Speaks English, and uses no hands. */
  ben: Person;
  room: string;
}

/** Some features that belong together. */
export interface Chapter {
  title: string;
  /** For whom alone there is such a thing. */
  tool?: Hands['tool'];
  /** Where Ada begins; without it she is in the room already, silent. */
  begin?: (room: string) => string;
  /** What is done, in the words of the product, in this order. */
  steps: Record<string, (scene: Scene) => Promise<void>>;
}
