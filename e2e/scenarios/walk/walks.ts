import type { Page } from 'playwright-core';
import { describe, test } from 'vitest';
import { type Language, LANGUAGES } from '../../../packages/web/src/i18n/index.ts';
import type { Hands } from '../../support/Hands.ts';
import { type Stage, useStage } from '../../support/Stage.ts';
import { appearance } from './appearance.ts';
import type { Chapter, Scene } from './Chapter.ts';
import { chat } from './chat.ts';
import { door } from './door.ts';
import { elsewhere } from './elsewhere.ts';
import { keys } from './keys.ts';
import { people } from './people.ts';
import { pictures } from './pictures.ts';
import { rooms } from './rooms.ts';
import { stage as stageChapter } from './stage.ts';
import { voice } from './voice.ts';
import { Walker } from './Walker.ts';

const CHAPTERS: Chapter[] = [
  rooms,
  door,
  voice,
  pictures,
  stageChapter,
  people,
  chat,
  elsewhere,
  appearance,
  keys,
];

/** Who walks, in which language. */
interface Guise {
  language: Language;
  locale: string;
  name: string;
  place: string;
}

const GUISES = [
  { language: 'en', locale: 'en-US', name: 'Ada', place: 'Library' },
  { language: 'ko', locale: 'ko-KR', name: '에이다', place: '도서관' },
] as const satisfies Guise[];

/**
 * Through everything that the page can do, with one kind of hands. The language changes from chapter
 * to chapter, and with the other kind of hands it is the other one: so every chapter is walked in
 * both. What concerns others is judged by what the other one sees and hears.
 */
export function takeWalks(
  tool: NonNullable<Chapter['tool']>,
  handsOn: (page: Page) => Hands,
): void {
  const stage = useStage();
  const chapters = CHAPTERS.map((chapter, index) => ({
    chapter,
    guise: GUISES[(index + (tool === 'mouse' ? 1 : 0)) % GUISES.length]!,
  })).filter(({ chapter }) => (chapter.tool ?? tool) === tool);
  describe(`a walk by ${tool} alone`, () => {
    test.each(chapters)('$chapter.title, in $guise.locale', async ({ chapter, guise }) => {
      const scene = await enterScene(stage, guise, chapter, handsOn);
      for (const [title, run] of Object.entries(chapter.steps)) {
        try {
          await run(scene);
        } catch (cause) {
          throw new Error(`${title}: ${String(cause)}`, { cause });
        }
      }
    });
  });
}

async function enterScene(
  stage: Stage,
  { language, locale, name, place }: Guise,
  { title, begin }: Chapter,
  handsOn: (page: Page) => Hands,
): Promise<Scene> {
  // What one chapter leaves behind when it fails is not in the way of the next.
  const room = `${place}, ${title}`;
  const ben = begin ? await stage.arrive('Ben') : await stage.arriveIn(room, 'Ben');
  const person = begin
    ? await stage.arrive(name, { locale, path: begin(room) })
    : await stage.arriveIn(room, name, { locale });
  const { page } = person;
  const hands = handsOn(page);
  // Who walks by keyboard wants as little motion as everybody else here.
  if (hands.tool === 'mouse') await page.emulateMedia({ reducedMotion: 'no-preference' });
  return {
    stage,
    room,
    ben,
    ada: new Walker(person, hands, language, LANGUAGES[language]),
  };
}
