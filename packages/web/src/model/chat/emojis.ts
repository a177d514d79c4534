/** Emoji and what they are called, from the page's own server. */
import type { Language } from '../../i18n/index.ts';
import type { EmojiDataResolver } from 'frimousse';

type EmojiData = Awaited<ReturnType<EmojiDataResolver>>;

/** As in emojibase's data. https://emojibase.dev/docs/datasets/ */
interface CompactEmoji {
  readonly unicode: string;
  readonly label: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
}

interface Messages {
  readonly groups: readonly { message: string; order: number }[];
}

/** Skin tones and the like stand for no emoji of their own. */
const COMPONENTS_GROUP = 2;

const SOURCES: Record<Language, () => Promise<[CompactEmoji[], Messages]>> = {
  en: async () => [
    (await import('emojibase-data/en/compact.json')).default,
    (await import('emojibase-data/en/messages.json')).default,
  ],
  ko: async () => [
    (await import('emojibase-data/ko/compact.json')).default,
    (await import('emojibase-data/ko/messages.json')).default,
  ],
};

export async function loadEmojis(language: Language): Promise<EmojiData> {
  const [emojis, messages] = await SOURCES[language]();
  return toEmojiData(language, emojis, messages);
}

export function toEmojiData(
  language: Language,
  emojis: readonly CompactEmoji[],
  messages: Messages,
): EmojiData {
  const known = emojis
    .filter(({ group }) => group !== undefined && group !== COMPONENTS_GROUP)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return {
    locale: language,
    emojis: known.map(({ unicode, label, group = 0, tags = [] }) => ({
      emoji: unicode,
      label,
      category: group,
      version: 1,
      tags: [...tags],
    })),
    categories: messages.groups
      .filter(({ order }) => order !== COMPONENTS_GROUP)
      .map(({ order, message }) => ({ index: order, label: message })),
    skinTones: { dark: '', 'medium-dark': '', medium: '', 'medium-light': '', light: '' },
  };
}
