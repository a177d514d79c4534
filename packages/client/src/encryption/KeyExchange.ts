import { fields } from '../settings.ts';
import { shortCode } from './roomSecret.ts';
import type { OwnKeys } from './OwnKeys.ts';
import { helloOf, type Identity, Pairing, readMessage } from './Pairing.ts';
import { readKey, type SenderKey, writeKey } from './SenderKey.ts';

/**
 * What is known of another peer's keys: nothing yet; that it has the room's secret, and has handed
 * over its key; or that it has another secret.
 */
export type PeerTrust = 'waiting' | 'shared' | 'otherKey';

export interface KeyExchangeOwner {
  /** Hands messages to others. What is lost on the way is asked for again. */
  send(messages: { peerId: string; payload: string }[]): void;
  /** Another peer's frames open with this key. */
  keyReceived(peerId: string, key: SenderKey): void;
  trustChanged(trust: ReadonlyMap<string, PeerTrust>): void;
}

/** After somebody left, the new key is in use by then, whoever has not said that they have it. */
const SWITCH_MS = 1_000;

/** Whoever has not answered is asked again after this; the time doubles. */
const ASK_AGAIN_MS = 2_000;
const LONGEST_ASK_MS = 30_000;

/** More than come and go during one call. */
const MOST_PAIRINGS = 5_000;

/** Whoever asks more often is answered once. */
const ANSWER_EVERY_MS = 250;

interface Member {
  pairing: Pairing | null;
  trust: PeerTrust;
  /** Whether it was given the own key. */
  handed: boolean;
  /** Whether the key of now was in use before it came. */
  late: boolean;
  answeredAt: number;
  asked: number;
  askTimer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Hands the own key to everybody in the call who knows the room's secret, and takes theirs. Who
 * comes gets a key that says nothing of what was sent before; after somebody left, everybody who
 * stays gets a new one.
 */
export class KeyExchange {
  readonly #own: Identity;
  readonly #keys: OwnKeys;
  readonly #owner: KeyExchangeOwner;
  readonly #members = new Map<string, Member>();
  /** By peer and public key, of everybody ever met: what was heard of them must not be heard again. */
  readonly #pairings = new Map<string, Promise<Pairing>>();
  /** Of a switch to the next key: who has not said yet that they have it. */
  #awaited: Set<string> | null = null;
  #switchTimer: ReturnType<typeof setTimeout> | undefined;
  /** Of the messages that were sealed, for whomever. */
  #seq = 0;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(own: Identity, keys: OwnKeys, owner: KeyExchangeOwner, peerIds: readonly string[]) {
    this.#own = own;
    this.#keys = keys;
    this.#owner = owner;
    // Whoever was here before is told of the first key, and need not be kept from anything.
    for (const peerId of peerIds) this.#members.set(peerId, newMember({ late: false }));
    this.greet(peerIds);
    this.#tellTrust();
  }

  /** Who else is in the call now. */
  setPeers(peerIds: readonly string[]): void {
    const gone = [...this.#members.keys()].filter((peerId) => !peerIds.includes(peerId));
    const come = peerIds.filter((peerId) => !this.#members.has(peerId));
    if (gone.length + come.length === 0) return;
    for (const peerId of come) {
      const member = newMember({ late: true });
      this.#members.set(peerId, member);
      this.#askLater(peerId, member);
    }
    for (const peerId of gone) {
      clearTimeout(this.#members.get(peerId)?.askTimer);
      this.#members.delete(peerId);
    }
    this.#tellTrust();
    if (gone.length > 0) this.renew();
  }

  /** Says who one is, and so asks for keys: of these, or of everybody. */
  greet(peerIds: readonly string[] = [...this.#members.keys()]): void {
    const payload = helloOf(this.#own);
    const known = peerIds.filter((peerId) => this.#members.has(peerId));
    if (known.length > 0) this.#owner.send(known.map((peerId) => ({ peerId, payload })));
    for (const peerId of known) this.#askLater(peerId, this.#members.get(peerId)!);
  }

  /** A message about keys came. One after another: each may change what the next one means. */
  received(peerId: string, payload: string): void {
    this.#run(() => this.#hear(peerId, payload));
  }

  /** A new key, in use as soon as everybody has it. */
  renew(): void {
    this.#keys.prepare();
    this.#awaited = null;
    // However many leave one after another, the key that the first one knows is not used for longer.
    this.#switchTimer ??= setTimeout(() => this.#switch(), SWITCH_MS);
    this.#run(() => this.#handOut());
  }

  /** The key in use is another one already: whatever counted the frames of the former is gone. */
  restarted(): void {
    this.#switch();
    this.#run(() => this.#handOut());
  }

  /** The same for everybody in the call who has the same keys of the same people. */
  code(): Promise<string> {
    const others = [...this.#members].flatMap(([peerId, { trust, pairing }]) =>
      trust === 'shared' && pairing ? [[peerId, pairing.publicKey] as const] : [],
    );
    const { roomId, peerId, publicKey } = this.#own;
    return shortCode(roomId, [[peerId, publicKey], ...others]);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#switchTimer);
    for (const { askTimer } of this.#members.values()) clearTimeout(askTimer);
    this.#members.clear();
  }

  async #hear(peerId: string, payload: string): Promise<void> {
    const message = readMessage(payload);
    const member = this.#members.get(peerId);
    if (!message || !member) return;
    const pairing = await this.#pair(peerId, message.publicKey);
    // Whoever proved to be somebody is nobody else, as long as they are here.
    if (member.trust === 'shared' && member.pairing !== pairing) return;
    if (member.pairing !== pairing) {
      member.pairing = pairing;
      member.handed = false;
      member.answeredAt = -Infinity;
    }
    if (message.kind === 'hello') {
      const now = performance.now();
      if (now - member.answeredAt < ANSWER_EVERY_MS) return;
      member.answeredAt = now;
      await this.#handTo(peerId, member);
      return;
    }
    if (pairing.isCopy(message)) return;
    const content = await pairing.open(message);
    this.#trust(peerId, member, content !== null);
    if (content) await this.#take(peerId, member, fields(content));
    // So that they find out too.
    else if (!member.handed) await this.#handTo(peerId, member);
  }

  async #take(peerId: string, member: Member, content: ReturnType<typeof fields>): Promise<void> {
    const { got, keys, confirm } = content;
    if (got === this.#keys.next?.generation && this.#awaited?.delete(peerId)) this.#switchIfAll();
    if (!Array.isArray(keys)) return;
    const taken = keys.map((each) => readKey(fields(each))).filter((key) => key !== null);
    if (taken.length === 0) return;
    for (const key of taken) this.#owner.keyReceived(peerId, key);
    if (!member.handed) await this.#handTo(peerId, member);
    const newest = Math.max(...taken.map(({ generation }) => generation));
    if (confirm === true) await this.#seal(peerId, member, { got: newest });
  }

  /** The own keys, after a ratchet where this peer is not to understand what was sent before. */
  async #handTo(peerId: string, member: Member): Promise<void> {
    const late = member.late && !member.handed;
    const closed = !late || (await this.#keys.ratchet());
    // Whoever left meanwhile must not get what those who stay are given.
    if (this.#members.get(peerId) !== member) return;
    if (late && closed) for (const each of this.#members.values()) each.late = false;
    if (!closed) this.renew();
    const { all, newest } = this.#keys;
    const keys = closed ? all : [newest];
    member.handed = true;
    await this.#seal(peerId, member, { keys: keys.map(writeKey) });
  }

  /** The newest key to everybody who had the former. */
  async #handOut(): Promise<void> {
    const { next, newest } = this.#keys;
    const holders = [...this.#members].filter(([, { handed }]) => handed);
    if (next) this.#awaited = new Set(holders.map(([peerId]) => peerId));
    const messages = holders.map(async ([peerId, { pairing }]) => ({
      peerId,
      payload: await pairing!.seal(this.#count(), { keys: [writeKey(newest)], confirm: true }),
    }));
    const sealed = await Promise.all(messages);
    if (sealed.length > 0) this.#owner.send(sealed);
    this.#switchIfAll();
  }

  #switchIfAll(): void {
    if (this.#awaited?.size === 0) this.#switch();
  }

  #switch(): void {
    clearTimeout(this.#switchTimer);
    this.#switchTimer = undefined;
    this.#awaited = null;
    this.#keys.switch();
  }

  async #seal(peerId: string, { pairing }: Member, content: object): Promise<void> {
    if (!pairing) return;
    this.#owner.send([{ peerId, payload: await pairing.seal(this.#count(), content) }]);
  }

  async #pair(peerId: string, publicKey: string): Promise<Pairing> {
    const name = `${peerId} ${publicKey}`;
    const known = this.#pairings.get(name);
    if (known) return known;
    if (this.#pairings.size >= MOST_PAIRINGS) throw new Error('too many keys were met');
    const pairing = Pairing.create(this.#own, peerId, publicKey);
    this.#pairings.set(name, pairing);
    return pairing;
  }

  #trust(peerId: string, member: Member, opened: boolean): void {
    const before = member.trust;
    if (opened) member.trust = 'shared';
    else if (before === 'waiting') member.trust = 'otherKey';
    if (member.trust === 'shared') clearTimeout(member.askTimer);
    if (member.trust !== before && this.#members.get(peerId) === member) this.#tellTrust();
  }

  #askLater(peerId: string, member: Member): void {
    clearTimeout(member.askTimer);
    if (member.trust === 'shared') return;
    const waitMs = Math.min(LONGEST_ASK_MS, ASK_AGAIN_MS * 2 ** member.asked);
    member.asked += 1;
    member.askTimer = setTimeout(() => this.greet([peerId]), waitMs);
  }

  #tellTrust(): void {
    this.#owner.trustChanged(new Map([...this.#members].map(([id, { trust }]) => [id, trust])));
  }

  #count(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** What fails was no message of ours: whoever sent it has to send another one. */
  #run(task: () => Promise<void>): void {
    this.#last = this.#last.then(() => (this.#closed ? undefined : task())).catch(() => undefined);
  }
}

function newMember({ late }: Pick<Member, 'late'>): Member {
  return {
    pairing: null,
    trust: 'waiting',
    handed: false,
    late,
    answeredAt: -Infinity,
    asked: 0,
    askTimer: undefined,
  };
}
