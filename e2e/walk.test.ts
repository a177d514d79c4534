/**
 * Through everything that the page can do, once by keyboard alone and once by mouse, in both
 * languages. What concerns others is judged by what the other one sees and hears.
 */
import { describe, test } from 'vitest';
import { type Language, LANGUAGES } from '../packages/web/src/i18n/index.ts';
import type { Chapter, Scene } from './scenarios/walk/Chapter.ts';
import { appearance } from './scenarios/walk/appearance.ts';
import { chat } from './scenarios/walk/chat.ts';
import { door } from './scenarios/walk/door.ts';
import { elsewhere } from './scenarios/walk/elsewhere.ts';
import { keys } from './scenarios/walk/keys.ts';
import { people } from './scenarios/walk/people.ts';
import { pictures } from './scenarios/walk/pictures.ts';
import { rooms } from './scenarios/walk/rooms.ts';
import { stage as stageChapter } from './scenarios/walk/stage.ts';
import { voice } from './scenarios/walk/voice.ts';
import { Walker } from './scenarios/walk/Walker.ts';
import { Keyboard } from './support/Keyboard.ts';
import { Mouse } from './support/Mouse.ts';
import { useStage } from './support/Stage.ts';

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

const WALKS = [
  { tool: 'mouse', language: 'en', locale: 'en-US', name: 'Ada', place: 'Atelier' },
  { tool: 'keyboard', language: 'en', locale: 'en-US', name: 'Ada', place: 'Library' },
  { tool: 'mouse', language: 'ko', locale: 'ko-KR', name: '에이다', place: '작업실' },
  { tool: 'keyboard', language: 'ko', locale: 'ko-KR', name: '에이다', place: '도서관' },
] as const satisfies { tool: string; language: Language; [of: string]: string }[];

const DESKTOP = { width: 1280, height: 800 };

const stage = useStage();

describe.each(WALKS)('a walk by $tool alone, in $locale', (walk) => {
  test.each(CHAPTERS.filter(({ tool = walk.tool }) => tool === walk.tool))(
    '$title',
    async (chapter) => {
      const scene = await enterScene(walk, chapter);
      for (const [title, run] of Object.entries(chapter.steps)) {
        try {
          await run(scene);
        } catch (cause) {
          throw new Error(`${title}: ${String(cause)}`, { cause });
        }
      }
    },
  );
});

async function enterScene(
  { tool, language, locale, name, place }: (typeof WALKS)[number],
  { title, begin }: Chapter,
): Promise<Scene> {
  // What one chapter leaves behind when it fails is not in the way of the next.
  const room = `${place}, ${title}`;
  const ben = begin ? await stage.arrive('Ben') : await stage.arriveIn(room, 'Ben');
  const person = begin
    ? await stage.arrive(name, { locale, path: begin(room) })
    : await stage.arriveIn(room, name, { locale });
  const { page } = person;
  await page.setViewportSize(DESKTOP);
  const hands = tool === 'mouse' ? new Mouse(page) : new Keyboard(page);
  return { stage, room, ben, ada: new Walker(person, hands, language, LANGUAGES[language]) };
}
