import { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import { DOT } from '../../support/dot.ts';
import { Writer } from '../../support/Writer.ts';
import type { Chapter } from './Chapter.ts';
import type { Walker } from './Walker.ts';

/** More than are loaded at once. */
const HISTORY = 120;

export const chat: Chapter = {
  title: 'chat',
  steps: {
    'writes to those who are there': async ({ ada, ben, room }) => {
      await ada.command('toggleChat');
      await ben.press('Chat');
      await ada.person.shows(ada.texts.chat.empty);
      await says(ada, room, '**굵게** and `code`\n- one https://example.org');
      const seen = ben.page.getByRole('article').last();
      await seen.locator('strong', { hasText: '굵게' }).waitFor();
      await seen.locator('code', { hasText: 'code' }).waitFor();
      await seen.locator('li a[href^="https://example.org"]').waitFor();
    },

    replies: async ({ ada, ben, room }) => {
      await ben.tab.enterText(`Write to ${room}`, '내일 회의합시다');
      await ada.person.shows('내일 회의합시다');
      await ofMessage(ada, '내일 회의합시다', ada.texts.chat.reply);
      await ada.page.keyboard.type('Gladly');
      await ada.confirm(ada.texts.chat.send);
      await ben.shows('Gladly');
      await ben.page.getByRole('button', { name: 'In reply to Ben' }).waitFor();
    },

    'changes what was written, and takes it back': async ({ ada, ben }) => {
      const { texts } = ada;
      await ofMessage(ada, 'Gladly', texts.chat.edit);
      await ada.page.keyboard.type(', at nine');
      await ada.confirm(texts.chat.save);
      await ben.shows('Gladly, at nine');
      await ben.shows('(edited)');
      await ofMessage(ada, 'Gladly, at nine', texts.chat.delete);
      await ada.find('dialog', texts.chat.deleteTitle).waitFor();
      await ada.press(texts.chat.delete);
      await ben.shows('This message was deleted.');
    },

    'finds an emoji': async ({ ada, ben, room }) => {
      const { texts } = ada;
      await ada.open(texts.chat.emoji);
      await ada.write(texts.chat.emojiFind, ada.language === 'ko' ? '고슴도치' : 'hedgehog');
      const found = ada.popup.getByText('🦔', { exact: true });
      await found.waitFor();
      await ada.popup.getByText('😀').waitFor({ state: 'detached' });
      await ada.hands.confirm(found);
      await ada.popup.waitFor({ state: 'detached' });
      const field = ada.page.getByLabel(texts.chat.write(room));
      await ada.finds('the draft', () => field.inputValue(), '🦔');
      await ada.hands.pointAt(field);
      await ada.confirm(texts.chat.send);
      await ben.shows('🦔');
    },

    'sends a file and a picture': async ({ ada, ben, room }) => {
      const { texts } = ada;
      const choosing = ada.page.waitForEvent('filechooser');
      await ada.press(texts.chat.attach);
      await (
        await choosing
      ).setFiles([
        { name: 'dot.png', mimeType: 'image/png', buffer: DOT },
        { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.alloc(300_000, 'notes ') },
      ]);
      await ada.person.shows('notes.txt');
      await ada.hands.pointAt(ada.page.getByLabel(texts.chat.write(room)));
      const go = await holdUploads(ada);
      await ada.confirm(texts.chat.send);
      await ada.page.locator('progress').first().waitFor({ state: 'attached' });
      await go();
      await ben.page.getByRole('button', { name: 'Show dot.png large' }).waitFor();
      const link = ben.page.locator('a[download="notes.txt"]');
      const file = await ben.page.request.get(
        await link.evaluate((a: HTMLAnchorElement) => a.href),
      );
      expect(await file.text()).toHaveLength(300_000);
      await ada.within(texts.chat.openImage('dot.png'), async () => {
        await ada.popup.locator('img').waitFor();
      });
    },

    'pages back, and finds a word of two letters': async ({ ada, room, stage }) => {
      const { texts } = ada;
      const writer = await Writer.connect(stage.server.url, 'Wren');
      stage.alsoClose(writer);
      const lines = Array.from({ length: HISTORY }, (_, index) => `line ${index + 1}`);
      await writer.write(writer.roomId(room), ...lines);
      await ada.person.shows(`line ${HISTORY}`);
      await ada.press(texts.chat.search);
      await ada.write(texts.chat.search, '회의');
      await ada.person.shows(texts.chat.searchFound(1));
      await ada.hands.press(
        ada.page.getByRole('search').getByRole('button', { name: /Ben/ }).last(),
      );
      await ada.person.shows(texts.chat.beginning(room));
      await ada.person.shows('내일 회의합시다');
      await ada.press(texts.chat.toNewest);
      await ada.person.shows(`line ${HISTORY}`);
    },
  },
};

async function says(ada: Walker, room: string, text: string): Promise<void> {
  await ada.write(ada.texts.chat.write(room), text);
  await ada.confirm(ada.texts.chat.send);
}

/** Does something with the message that says this. */
async function ofMessage(ada: Walker, text: string, action: string): Promise<void> {
  const message = ada.page.locator('[data-seq]', { hasText: text }).last();
  await ada.hands.pointAt(message);
  await ada.hands.press(message.getByRole('button', { name: action, exact: true }));
}

/** Files are away faster here than anybody sees how far they are. Returns the way to let them go. */
async function holdUploads({ page }: Walker): Promise<() => Promise<void>> {
  const seen = Promise.withResolvers<undefined>();
  await page.route('**/*', async (route) => {
    if (route.request().method() === 'PUT') await seen.promise;
    await route.continue();
  });
  return async () => {
    seen.resolve(undefined);
    await page.unrouteAll({ behavior: 'wait' });
  };
}
