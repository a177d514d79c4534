import { afterEach, expect, test, vi } from 'vitest';
import { ClientError } from '../errors.ts';
import { FileHandOver } from './FileHandOver.ts';
import { encodePart, encodeWord, PART_BYTES, PART_LABEL, WORD_LABEL } from './messages.ts';
import { HAND_OVER_MAX_BYTES, type Transfer } from './Transfer.ts';

/** What a real one takes beyond what was received. */
const WINDOW_BYTES = 4 * PART_BYTES;

type Name = 'ada' | 'ben';
const OTHER = { ada: 'ben', ben: 'ada' } as const;

/** One of two people, and the way from them to the other: it holds what nobody lets through yet. */
class End {
  readonly name: Name;
  readonly offers: Transfer[] = [];
  readonly files: FileHandOver;
  transfers: readonly Transfer[] = [];
  isOpen = true;
  reachable = true;
  otherIsThere = true;
  mayNot: ClientError | null = null;
  exchange: ReturnType<End['createExchange']> | null = this.createExchange();
  changed = () => {};
  /** What may become of a part on its way. */
  tamper = (bytes: Uint8Array) => bytes;
  #onWay: { label: string; bytes: Uint8Array }[] = [];

  constructor(name: Name) {
    this.name = name;
    this.files = new FileHandOver({
      exchange: () => this.exchange,
      requireSending: () => {
        if (this.mayNot) throw this.mayNot;
      },
      nameOf: (peerId) =>
        this.otherIsThere && peerId === OTHER[name] ? peerId.toUpperCase() : null,
      changed: (transfers) => {
        this.transfers = transfers;
        this.changed();
      },
      offered: (transfer) => this.offers.push(transfer),
    });
  }

  createExchange() {
    return {
      sendPart: (label: string, bytes: Uint8Array) => {
        if (!this.isOpen || this.#onWayBytes + bytes.length > WINDOW_BYTES) return false;
        this.#onWay.push({ label, bytes });
        return true;
      },
      unreceivedBytes: () => this.#onWayBytes,
      reaches: () => this.reachable,
    };
  }

  get #onWayBytes(): number {
    return this.#onWay.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** @returns Whether there was anything. */
  deliver(to: End): boolean {
    const message = this.#onWay.shift();
    if (!message) return false;
    const bytes = message.label === PART_LABEL ? this.tamper(message.bytes) : message.bytes;
    to.files.received(this.name, { label: message.label, bytes });
    this.files.pump();
    return true;
  }

  get only(): Transfer {
    const [transfer, ...others] = this.transfers;
    if (!transfer || others.length > 0) throw new Error(`there are ${this.transfers.length}`);
    return transfer;
  }
}

function two() {
  const ends = { ada: new End('ada'), ben: new End('ben') };
  const settle = async (until: () => boolean) => {
    await vi.waitFor(() => {
      const step = () => ends.ada.deliver(ends.ben) || ends.ben.deliver(ends.ada);
      while (!until() && step());
      expect(until()).toBe(true);
    });
  };
  return { ...ends, settle };
}

function file(sizeBytes: number, name = 'photo.jpg'): File {
  const bytes = Uint8Array.from({ length: sizeBytes }, (_, at) => (at * 31) % 251);
  return new File([bytes], name);
}

/** Ada offers a file of this size to Ben, and he takes it. */
async function flowing(sizeBytes: number) {
  const pair = two();
  const given = file(sizeBytes);
  const transferId = await pair.ada.files.offer('ben', given);
  await pair.settle(() => pair.ben.offers.length === 1);
  return { ...pair, given, transferId };
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ClientError ? error.code : 'no error';
}

afterEach(() => {
  vi.useRealTimers();
});

test.each([0, 1, PART_BYTES, 1_200_000])('a file of %i bytes comes over whole', async (size) => {
  const { ada, ben, given, transferId, settle } = await flowing(size);
  expect(ben.offers).toMatchObject([
    { transferId, peerId: 'ada', peerName: 'ADA', name: 'photo.jpg', sizeBytes: size },
  ]);
  expect([ada.only.status, ben.only.status]).toEqual(['offered', 'offered']);
  const seen: number[] = [];
  ada.changed = () => seen.push(ada.only.receivedBytes);
  await ben.files.accept(transferId);
  await settle(() => ada.only.status === 'done');
  expect(ben.only).toMatchObject({ status: 'done', receivedBytes: size, direction: 'incoming' });
  expect(ben.only.file?.type).toBe('application/octet-stream');
  expect(await ben.only.file?.arrayBuffer()).toEqual(await given.arrayBuffer());
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(size);
  ben.files.drop(transferId);
  expect(ben.transfers).toEqual([]);
});

test('nothing flows before it is accepted, nor faster than it is taken', async () => {
  const { ada, ben, transferId, settle } = await flowing(300_000);
  expect(ada.deliver(ben)).toBe(false);
  await ben.files.accept(transferId);
  await settle(() => ben.only.receivedBytes > 0);
  ada.isOpen = false;
  await settle(() => !ada.deliver(ben));
  expect([ada.only.status, ben.only.status]).toEqual(['flowing', 'flowing']);
  ada.isOpen = true;
  ada.files.pump();
  await settle(() => ben.only.status === 'done');
});

test('whoever refuses is rid of it, and the other one hears so', async () => {
  const { ada, ben, transferId, settle } = await flowing(10);
  ben.files.drop(transferId);
  expect(ben.transfers).toEqual([]);
  await settle(() => ada.only.status === 'refused');
});

test.each(['ada', 'ben'] as const)('%s cancels while it flows', async (name) => {
  const pair = await flowing(300_000);
  const { ada, ben, transferId, settle } = pair;
  await ben.files.accept(transferId);
  await settle(() => ben.only.receivedBytes > 0 || ben.only.status === 'done');
  const again = await ada.files.offer('ben', file(300_000, 'second'));
  await settle(() => ben.offers.length === 2);
  await ben.files.accept(again);
  ada.deliver(ben);
  pair[name].files.drop(again);
  await settle(() => pair[OTHER[name]].transfers[1]?.status === 'cancelled');
  expect(pair[name].transfers).toHaveLength(1);
});

test('what was changed on the way is not handed on', async () => {
  const { ada, ben, transferId, settle } = await flowing(100_000);
  ada.tamper = (bytes) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1);
  await ben.files.accept(transferId);
  await settle(() => ada.only.status === 'failed');
  for (const { only } of [ada, ben]) expect(only.error?.code).toBe('fileDamaged');
  expect(ben.only.file).toBeNull();
});

test('more than was said is not taken', async () => {
  const { ada, ben, transferId, settle } = await flowing(10);
  await ben.files.accept(transferId);
  const bytes = encodePart(transferId, new Uint8Array(11));
  ben.files.received('ada', { label: PART_LABEL, bytes });
  expect(ben.only.error?.code).toBe('fileDamaged');
  await settle(() => ada.only.status === 'failed');
});

test('a file that was taken away ends it at both ends', async () => {
  const { ada, ben, settle } = two();
  const gone = file(10);
  gone.slice = () => {
    const blob = new Blob();
    blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    return blob;
  };
  const transferId = await ada.files.offer('ben', gone);
  await settle(() => ben.offers.length === 1);
  await ben.files.accept(transferId);
  await settle(() => ben.only.status === 'cancelled');
  expect(ada.only.error?.code).toBe('fileUnreadable');
});

test('whoever leaves ends it, at once where somebody says so, else after a minute', async () => {
  const { ada, ben } = await flowing(10);
  ada.files.left('somebody');
  expect(ada.only.status).toBe('offered');
  ada.files.left('ben');
  expect(ada.only.error?.code).toBe('peerLeft');
  vi.useFakeTimers();
  ben.otherIsThere = false;
  ben.files.update();
  vi.advanceTimersByTime(59_000);
  ben.otherIsThere = true;
  ben.files.update();
  vi.advanceTimersByTime(10_000);
  expect(ben.only.status).toBe('offered');
  ben.otherIsThere = false;
  ben.files.update();
  vi.advanceTimersByTime(60_000);
  expect(ben.only.error?.code).toBe('peerLeft');
});

test('the end of the call, or another one, ends what is open, and leaves what came', async () => {
  const { ada, ben, transferId, settle } = await flowing(10);
  await ben.files.accept(transferId);
  await settle(() => ada.only.status === 'done');
  await ada.files.offer('ben', file(10));
  ada.exchange = ada.createExchange();
  ada.files.update();
  expect(ada.transfers.map(({ error }) => error?.code)).toEqual([undefined, 'superseded']);
  ben.exchange = null;
  ben.files.update();
  expect(ben.transfers[0]?.file?.size).toBe(10);
});

test('to whom nothing passes nothing waits', async () => {
  const { ada } = await flowing(10);
  ada.reachable = false;
  ada.files.pump();
  expect(ada.only.error?.code).toBe('notReceiving');
});

test('what cannot be offered is refused in words', async () => {
  const { ada } = two();
  expect(await codeOf(ada.files.offer('cem', file(1)))).toBe('notFound');
  const huge = file(1);
  Object.defineProperty(huge, 'size', { value: HAND_OVER_MAX_BYTES + 1 });
  expect(await codeOf(ada.files.offer('ben', huge))).toBe('fileTooLarge');
  ada.mayNot = new ClientError('notGranted', 'no');
  expect(await codeOf(ada.files.offer('ben', file(1)))).toBe('notGranted');
  expect(ada.transfers).toEqual([]);
});

test('whoever may not answer is asked nothing, and a sixth offer is refused unseen', async () => {
  const { ada, ben, settle } = two();
  ben.mayNot = new ClientError('notGranted', 'no');
  await ada.files.offer('ben', file(1));
  await settle(() => !ada.deliver(ben));
  expect(ben.transfers).toEqual([]);
  ben.mayNot = null;
  for (let count = 0; count < 6; count += 1) await ada.files.offer('ben', file(1));
  await settle(() => ada.transfers.at(-1)?.status === 'refused');
  expect(ben.offers).toHaveLength(5);
});

test('nobody answers for somebody else, nor twice', async () => {
  const { ada, ben, transferId } = await flowing(10);
  const say = (end: End, from: string, kind: 'accept' | 'cancel' | 'received' | 'damaged') =>
    end.files.received(from, { label: WORD_LABEL, bytes: encodeWord({ kind, transferId }) });
  for (const kind of ['accept', 'cancel', 'damaged'] as const) {
    expect(say(ada, 'cem', kind)).toBe(true);
    say(ben, 'cem', kind);
  }
  // Before anything came it cannot have been received; nor does a receiver of it accept it.
  say(ada, 'ben', 'received');
  say(ben, 'ada', 'accept');
  expect([ada.only.status, ben.only.status]).toEqual(['offered', 'offered']);
  say(ada, 'ben', 'cancel');
  say(ada, 'ben', 'accept');
  expect(ada.only.status).toBe('cancelled');
  expect(ada.files.received('ben', { label: 'chess', bytes: new Uint8Array() })).toBe(false);
});

test('an end of what nobody knows of is answered, so that nobody waits for ever', async () => {
  const { ada, ben, transferId, settle } = await flowing(10);
  await ben.files.accept(transferId);
  ben.files.drop(transferId);
  const reloaded = new End('ben');
  const end = encodeWord({ kind: 'end', transferId, sha256: '0'.repeat(64) });
  reloaded.files.received('ada', { label: WORD_LABEL, bytes: end });
  reloaded.deliver(ada);
  expect(ada.only.status).toBe('cancelled');
  await settle(() => !ben.deliver(ada));
});
