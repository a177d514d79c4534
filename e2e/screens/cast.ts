/** Who is in the pictures, and what they are called in each language. */
import type { Language } from '../../packages/web/src/i18n/index.ts';
import type { PORTRAITS } from './portraits.ts';

export interface Role {
  name: string;
  portrait: keyof typeof PORTRAITS;
}

export interface Script {
  locale: string;
  /** In whose browser the pictures are taken. */
  viewer: string;
  /** Those in the room with the viewer; the first shares a screen. */
  others: [Role, Role];
  /** Somebody in another room. */
  elsewhere: string;
  rooms: { call: string; other: string; locked: string; quiet: string };
  topics: { call: string; other: string };
  slide: string;
  /** What somebody writes to the host. */
  trouble: string;
  /** A chat, and a word of it to look for. */
  talk: { opening: string; markdown: string; answer: string; more: string[]; word: string };
}

export const SCRIPTS: Record<Language, Script> = {
  en: {
    locale: 'en-GB',
    viewer: 'Ada',
    others: [
      { name: 'Ben', portrait: 'ben' },
      { name: 'Chiara', portrait: 'chiara' },
    ],
    elsewhere: 'Dev',
    rooms: { call: 'Lounge', other: 'Garden', locked: 'Workshop', quiet: 'Board games' },
    topics: { call: 'Everybody is welcome', other: 'Bees, trees and what to plant next' },
    slide: 'Spring plan',
    trouble: 'Since this morning I hear nobody.',
    talk: {
      opening: 'Shall we move the meeting to Thursday? 🌱',
      markdown: 'Fine with me. The plan:\n- **seeds** by Monday\n- `beds 1–3` first, then the rest',
      answer: 'Thursday works. I bring the tools!',
      more: ['Who has the key of the shed?', 'It hangs beside the door.', 'Found it, thanks 🎉'],
      word: 'Thursday',
    },
  },
  ko: {
    locale: 'ko-KR',
    viewer: '지우',
    others: [
      { name: '민준', portrait: 'ben' },
      { name: '서연', portrait: 'chiara' },
    ],
    elsewhere: '하늘',
    rooms: { call: '라운지', other: '텃밭', locked: '작업실', quiet: '보드게임' },
    topics: { call: '누구나 환영합니다', other: '벌과 나무, 다음에 심을 것' },
    slide: '봄 계획',
    trouble: '오늘 아침부터 아무 소리도 들리지 않아요.',
    talk: {
      opening: '회의를 목요일로 옮길까요? 🌱',
      markdown: '저는 좋아요. 계획은:\n- **씨앗**은 월요일까지\n- `1–3번 밭`부터, 나머지는 그다음',
      answer: '목요일 회의 좋아요. 도구는 제가 가져갈게요!',
      more: ['창고 열쇠 누가 갖고 있어요?', '문 옆에 걸려 있어요.', '찾았어요, 고마워요 🎉'],
      word: '회의',
    },
  },
};
