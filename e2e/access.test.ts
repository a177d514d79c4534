import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mintToken } from '../packages/server/src/access/mintToken.ts';
import { isAccessible, showsFocusEverywhere } from './support/accessibility.ts';
import type { Person } from './support/Person.ts';
import { useStage } from './support/Stage.ts';

const hashOf = ({ tab }: Person) => new URL(tab.url()).hash;

async function hasFocus({ page }: Person, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect.poll(() => field.evaluate((each) => each === document.activeElement)).toBe(true);
}

describe('a place with a password', () => {
  const stage = useStage({ OTTOGI_PASSWORD: 'open sesame' });

  test('a link that carries it enters; nothing of it stays in the address, and a reload comes back', async () => {
    const path = '/r/Lounge?name=Ada&join=1#access=open%20sesame';
    const ada = await stage.arrive('Ada', { path });
    await ada.isIn('Lounge');
    expect(hashOf(ada)).toBe('');
    await ada.tab.reload();
    await ada.isIn('Lounge');
    expect(stage.server.log).not.toContain('sesame');
  });

  test('without it the door asks, a wrong one is said to be, and the right one is kept', async () => {
    const ben = await stage.arrive('Ben');
    await ben.shows('This place has a password');
    await isAccessible(ben.page, 'the door');
    await showsFocusEverywhere(ben.page, 'the door');
    await ben.tab.enterText('Password', 'open says me');
    await ben.shows('That is not the password');
    await isAccessible(ben.page, 'the door after a wrong password');
    // One can try again without a hand on the mouse.
    await hasFocus(ben, 'Password');
    await ben.tab.enterText('Password', 'open sesame');
    await ben.introduce();
    await ben.tab.reload();
    await ben.shows('Hello, Ben', 'No rooms yet');
  });
});

describe('a place for those who have a token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ottogi-access-'));
  const [secret, path] = [randomBytes(32).toString('base64url'), join(folder, 'secret')];
  writeFileSync(path, secret);
  afterAll(() => rmSync(folder, { recursive: true }));
  const stage = useStage({ OTTOGI_TOKEN_SECRET_FILE: path });

  test('one is called as it says, and is offered what it grants', async () => {
    const eve = await stage.arrive('Eve');
    await eve.shows('You need an invitation to come in');
    const token = await mintToken(
      {
        grants: { rooms: ['Lounge'], publish: ['camera'], chat: false },
        name: 'Ada',
        expiresAt: Date.now() + 60_000,
      },
      createSecretKey(Buffer.from(secret)),
      { audience: 'ottogi', issuer: 'ottogi' },
    );
    const ada = await stage.arrive('Ada', { path: `/#token=${token}` });
    await ada.shows('Hello, Ada');
    expect(hashOf(ada)).toBe('');
    await ada.press('Lounge');
    await ada.isIn('Lounge');
    await ada.turnOn('camera');
    await ada.press('Chat');
    await ada.shows('You can read here, but not write.');
    const offered = await ada.page
      .locator('[data-control]')
      .evaluateAll((controls) => controls.map((control) => control.getAttribute('data-control')));
    expect(offered).toContain('camera');
    expect(offered).not.toContain('microphone');
    expect(offered).not.toContain('screen');
  });
});
