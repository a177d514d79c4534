import type { Locator, Page } from 'playwright-core';
import type { Language, Texts } from '../../../packages/web/src/i18n/index.ts';
import { type Command, shortcutOf } from '../../../packages/web/src/model/shortcuts.ts';
import type { Hands } from '../../support/Hands.ts';
import type { Person } from '../../support/Person.ts';
import { popupOf } from '../../support/popup.ts';
import { until } from '../../support/until.ts';

type Role = Parameters<Page['getByRole']>[0];

/** The person who walks through the product: in one language, and with one kind of hands. */
export class Walker {
  readonly person: Person;
  readonly hands: Hands;
  readonly language: Language;
  readonly texts: Texts;

  constructor(person: Person, hands: Hands, language: Language, texts: Texts) {
    this.person = person;
    this.hands = hands;
    this.language = language;
    this.texts = texts;
  }

  get page(): Page {
    return this.person.page;
  }

  find(role: Role, name: string): Locator {
    return this.page.getByRole(role, { name, exact: true });
  }

  button(name: string): Locator {
    return this.find('button', name);
  }

  roomLink(room: string): Locator {
    return this.page.getByTitle(this.texts.rooms.enterRoom(room), { exact: true });
  }

  /** The window, popover or menu that lies on top. */
  get popup(): Locator {
    return popupOf(this.page);
  }

  async press(button: string): Promise<void> {
    await this.hands.press(this.button(button));
  }

  /** Presses a button, and has before them what it opens. */
  async open(button: string | Locator): Promise<void> {
    await this.hands.press(typeof button === 'string' ? this.button(button) : button);
    await this.popup.waitFor();
  }

  /** A switch, a tab, an item, or one of few. */
  async choose(role: 'switch' | 'tab' | 'menuitem' | 'radio' | 'option', name: string) {
    await this.hands.press(this.find(role, name));
  }

  async write(label: string, text: string): Promise<void> {
    await this.hands.write(this.page.getByLabel(label, { exact: true }).last(), text);
  }

  async confirm(button: string): Promise<void> {
    await this.hands.confirm(this.button(button));
  }

  /** Resolves to where it stands then: a pixel may be more than one step. */
  async slide(label: string, to: number): Promise<number> {
    const slider = this.find('slider', label);
    await this.hands.slide(slider, to);
    return Number(await slider.inputValue());
  }

  /** Opens what a button opens, does something there, and closes it if it is still there. */
  async within(button: string | Locator, act: () => Promise<unknown>): Promise<void> {
    await this.open(button);
    await act();
    if (await this.popup.isVisible()) await this.hands.dismiss(this.popup);
  }

  async inSettings(
    tab: keyof Texts['settings']['tabs'],
    act: () => Promise<unknown>,
  ): Promise<void> {
    await this.within(this.texts.rooms.settings, async () => {
      await this.choose('tab', this.texts.settings.tabs[tab]);
      await act();
    });
  }

  /** Presses a button of a room in the list, which shows itself to whoever is there. */
  async pressAt(room: string, name: string): Promise<void> {
    const button = this.button(name);
    await until(`finds ${button.toString()} at ${room}`, async () => {
      // The list moves when a room comes or goes, and not with the mouse.
      await this.hands.pointAt(this.roomLink(room));
      const seen = await button.isVisible();
      return { met: seen, seen };
    });
    await this.hands.press(button);
  }

  /** Chooses something from the menu of a room. */
  async ofRoom(room: string, item: string): Promise<void> {
    await this.pressAt(room, this.texts.rooms.moreOf(room));
    await this.popup.waitFor();
    await this.choose('menuitem', item);
  }

  /** What can be done about a tile. */
  async ofTile(title: string, item: string): Promise<void> {
    await this.open(this.options(title));
    await this.hands.press(this.popup.getByRole('button', { name: item, exact: true }));
  }

  options(title: string): Locator {
    return this.button(this.texts.call.optionsFor(title));
  }

  /** By its key, where it has one and one uses keys; else by the control that does the same. */
  async command(command: Command): Promise<void> {
    const key = shortcutOf(command);
    if (this.hands.tool === 'mouse' || key === undefined) return this.#byControl(command);
    await this.key(key);
  }

  /** Presses keys that mean something to the page. */
  async key(keys: string): Promise<void> {
    // What closes still has the keys for as long as it moves out.
    await this.popup.waitFor({ state: 'detached' });
    await this.page.keyboard.press(keys.replace('Ctrl', 'Control'));
  }

  async #byControl(command: Command): Promise<void> {
    const { call, rooms } = this.texts;
    const buttons: Partial<Record<Command, string>> = {
      toggleMicrophone: call.sources.microphone,
      toggleCamera: call.sources.camera,
      toggleScreen: call.sources.screen,
      toggleDeafened: call.switches.deafen.name,
      toggleHand: call.switches.hand.name,
      toggleLayout: call.switches.layout.name,
      toggleChat: call.switches.chat.name,
      toggleSidebar: call.switches.people.name,
      openSettings: rooms.settings,
      leave: call.leave,
    };
    const items: Partial<Record<Command, string>> = {
      toggleFullScreen: call.fullScreen,
      toggleStatistics: call.statistics,
    };
    const [button, item] = [buttons[command], items[command]];
    if (button !== undefined) return this.press(button);
    if (item === undefined) throw new Error(`nothing to click does ${command}`);
    await this.open(call.more);
    await this.hands.press(this.popup.getByRole('button', { name: item }));
  }

  /** Waits until something of the page is as it should be. */
  async finds<T>(what: string, look: () => Promise<T>, expected: T): Promise<void> {
    await until(`${this.person.name} finds ${what}: ${JSON.stringify(expected)}`, async () => {
      const seen = await look();
      return { met: JSON.stringify(seen) === JSON.stringify(expected), seen };
    });
  }
}
