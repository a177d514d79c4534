import type { Chapter } from './Chapter.ts';
import type { Walker } from './Walker.ts';

/** How one looks at the others. */
export const stage: Chapter = {
  title: 'the stage',
  steps: {
    'sees who speaks large, and everybody alike': async ({ ada, ben }) => {
      await ben.turnOn('camera');
      await ada.person.sees(ben);
      await ada.finds('who is large', () => featured(ada), []);
      await ada.command('toggleLayout');
      await ada.finds('who is large', () => featured(ada), ['Ben']);
      await ada.command('toggleLayout');
      await ada.finds('who is large', () => featured(ada), []);
    },

    'pins a tile': async ({ ada }) => {
      const { call, you } = ada.texts;
      const pin = (title: string) =>
        ada.page
          .locator('figure', { hasText: title })
          .getByRole('button', { name: call.pin, exact: true });
      await ada.hands.press(pin(you));
      await ada.finds('what is large', () => featured(ada), [you]);
      await ada.hands.press(pin(you));
      await ada.ofTile('Ben', call.pin);
      await ada.finds('what is large', () => featured(ada), ['Ben']);
      await ada.ofTile('Ben', call.unpin);
      await ada.finds('what is large', () => featured(ada), []);
    },

    'does not look at somebody': async ({ ada, ben }) => {
      const { call } = ada.texts;
      await ada.ofTile('Ben', call.hidePicture);
      await ada.finds('pictures', async () => (await ada.person.pictures()).length, 0);
      await ada.ofTile('Ben', call.showPicture);
      await ada.person.sees(ben);
    },

    'fills the screen': async ({ ada }) => {
      const { call } = ada.texts;
      await ada.command('toggleFullScreen');
      await ada.finds('full screen', () => isFull(ada), true);
      if (ada.hands.tool === 'keyboard') await ada.command('toggleFullScreen');
      else {
        await ada.open(call.more);
        await ada.hands.press(ada.popup.getByRole('button', { name: call.leaveFullScreen }));
      }
      await ada.finds('full screen', () => isFull(ada), false);
      await ada.ofTile('Ben', call.fullScreen);
      await ada.finds('full screen', () => isFull(ada), true);
      await ada.ofTile('Ben', call.leaveFullScreen);
      await ada.finds('full screen', () => isFull(ada), false);
    },

    'lets a picture float': async ({ ada }) => {
      const { call } = ada.texts;
      const opened = ada.page.context().waitForEvent('page');
      await ada.ofTile('Ben', call.pictureInPicture);
      const floating = await opened;
      await floating.getByRole('button', { name: call.leave }).waitFor();
      await ada.open(call.more);
      await ada.hands.press(
        ada.popup.getByRole('button', { name: call.closePictureInPicture, exact: true }),
      );
      await ada.finds('the window', async () => floating.isClosed(), true);
    },

    'reads the statistics': async ({ ada }) => {
      const { call } = ada.texts;
      await ada.command('toggleStatistics');
      const panel = ada.find('region', call.statistics);
      await panel
        .getByText(/\d.*(k|M)bit\/s/)
        .first()
        .waitFor();
      await ada.press(call.hideStatistics);
      await panel.waitFor({ state: 'detached' });
    },

    'hides the rooms, and shows them again': async ({ ada }) => {
      const list = ada.page.locator('#rooms');
      await ada.command('toggleSidebar');
      await ada.finds('the list', () => list.evaluate((aside: HTMLElement) => aside.inert), true);
      await ada.command('toggleSidebar');
      await ada.finds('the list', () => list.evaluate((aside: HTMLElement) => aside.inert), false);
    },
  },
};

/** Whose tiles stand large. */
async function featured({ page }: Walker): Promise<string[]> {
  return page.locator('figure[data-standing=featured] figcaption bdi').allInnerTexts();
}

async function isFull({ page }: Walker): Promise<boolean> {
  return page.evaluate(() => document.fullscreenElement !== null);
}
