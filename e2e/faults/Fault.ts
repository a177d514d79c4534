import type { TopologyRule } from '@ottogi/protocol';
import type { Talk, TalkOptions } from './Talk.ts';

/** What one round of a fault gave: figures by name, in their targets' units, and what became of the chat. */
export interface Measured {
  figures: Record<string, number>;
  /** Where messages were written meanwhile. */
  chat?: { lost: number; doubled: number };
}

export interface Target {
  atMost: number;
  unit: 'ms' | '%' | '';
}

/** Something that goes wrong, and what people may notice of it at most. */
export interface Fault {
  name: string;
  /** What is done, for whoever reads only the table. */
  about: string;
  /** By the name of the figure. Over many rounds they hold for the 95th percentile. */
  targets: Record<string, Target>;
  /** Where it happens. */
  stage?: TalkOptions;
  /** By which rule they are connected when it happens; over the server, if left out. */
  topology?: TopologyRule;
  /** Why it cannot happen on this machine; null, or left out, where it can. */
  obstacle?: string | null;
  /** Ben has his microphone off, so that it can be seen whether that stays so. */
  benIsMuted?: boolean;
  /** After so many it needs another stage; any number, if left out. */
  roundsPerStage?: number;
  /** Takes the better part of a minute, so it is not in `npm test`. */
  slow?: true;
  /** Lets it happen once, and waits until all is well again. */
  round(talk: Talk): Promise<Measured>;
}
