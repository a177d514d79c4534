import { shortCode } from '../encryption/roomSecret.ts';
import type { DirectLink } from '../state.ts';
import type { Store } from '../Store.ts';
import type { LinkIdentity } from './fingerprints.ts';

/** The links of a call, by whom each is to. */
export interface Identities {
  identities(): ReadonlyMap<string, LinkIdentity | null>;
}

/**
 * Whether nobody stands in between on a direct link, as far as people say so: the server hands the
 * fingerprints on, and could put its own in their place. Both ends of a link have the same code only
 * where it did not.
 */
export class LinkComparison {
  readonly #store: Pick<Store, 'state' | 'dispatch'>;
  readonly #isDirect: () => boolean;
  #links: Identities | null = null;

  /** @param isDirect Whether nothing of what one shows goes another way than over links. */
  constructor(store: Pick<Store, 'state' | 'dispatch'>, isDirect: () => boolean) {
    this.#store = store;
    this.#isDirect = isDirect;
  }

  /** These are the links of the call from now on. */
  attach(links: Identities): void {
    this.#links = links;
    this.update();
  }

  /**
   * Six groups of five digits, the same at both ends of the link to this peer: for people to compare
   * by voice. Null where there is no link, or the page is not served by HTTPS.
   */
  async code(peerId: string): Promise<string | null> {
    const { call } = this.#store.state;
    const identity = this.#links?.identities().get(peerId);
    if (call.status !== 'joined' || !identity || !globalThis.crypto?.subtle) return null;
    const { own, other } = identity;
    return shortCode(`link in ${call.roomId}`, [
      [call.peerId, own],
      [peerId, other],
    ]);
  }

  /**
   * Remembers that this code is the same at the other end, for as long as the link has it. Does
   * nothing where the code is another one by now.
   */
  async confirm(peerId: string, code: string): Promise<void> {
    const link = this.#store.state.links.get(peerId);
    const isSame = (await this.code(peerId)) === code;
    if (link && isSame && this.#store.state.links.get(peerId) === link) this.#mark(peerId, true);
  }

  /** Takes back what `confirm` said. */
  revoke(peerId: string): void {
    this.#mark(peerId, false);
  }

  /** Links may be others now: what was compared of one that is between other ends is worth nothing. */
  update(): void {
    if (!this.#links) return;
    const before = this.#store.state.links;
    const links = new Map<string, DirectLink>();
    for (const [peerId, identity] of this.#isDirect() ? this.#links.identities() : []) {
      const ends = identity && `${identity.own} / ${identity.other}`;
      const known = before.get(peerId);
      links.set(peerId, known?.ends === ends ? known : { ends, compared: false });
    }
    const isOther = [...links].some(([peerId, link]) => before.get(peerId) !== link);
    if (isOther || links.size !== before.size)
      this.#store.dispatch({ type: 'linksChanged', links });
  }

  #mark(peerId: string, compared: boolean): void {
    const before = this.#store.state.links;
    const link = before.get(peerId);
    if (!link || link.compared === compared) return;
    const links = new Map([...before, [peerId, { ...link, compared }]]);
    this.#store.dispatch({ type: 'linksChanged', links });
  }
}
