/** A server with one room's chat, for tests of the client's side: it keeps the rules of the protocol. */
import type {
  AckData,
  MessageDocument,
  Notification,
  RequestInput,
  RequestName,
} from '@ottogi/protocol';
import { ClientError, type ClientErrorCode } from '../errors.ts';

/** More than this was missed: whoever comes back starts from the newest messages. */
const MOST_MISSED = 20;

export class FakeChat {
  readonly roomId: string;
  readonly asked: RequestName[] = [];
  readonly messages: MessageDocument[] = [];
  /** Hears what is posted and changed while the chat is open; null while it is cut off. */
  reader: ((notification: Notification) => void) | null = null;
  password: string | null = null;
  online = true;
  #revision = 0;
  #uploads = 0;
  #unlocked = false;
  #open = false;
  #failures = new Map<RequestName, ClientErrorCode[]>();
  #lostAnswers = new Map<RequestName, ClientErrorCode[]>();
  #held: Promise<void> | null = null;

  constructor(roomId = 'lounge') {
    this.roomId = roomId;
  }

  /** The next requests of this name fail, and do nothing. */
  refuse(name: RequestName, ...codes: ClientErrorCode[]): void {
    this.#failures.set(name, codes);
  }

  /** The next requests of this name are heard, and their answers lost. */
  loseAnswer(name: RequestName, ...codes: ClientErrorCode[]): void {
    this.#lostAnswers.set(name, codes);
  }

  /** Answers nothing until the returned function is called; what is asked is done at once. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      this.#held = null;
      resolve();
    };
  }

  disconnect(): void {
    this.online = false;
    this.#unlocked = false;
    this.#open = false;
  }

  connect(): void {
    this.online = true;
  }

  /** Somebody else says something. */
  post(text: string): MessageDocument {
    return this.#store({ messageId: `theirs-${this.messages.length}`, text, personId: 'eve' });
  }

  /** Somebody else changes what they said. */
  change(messageSeq: number, text: string): MessageDocument {
    const old = this.messages.at(messageSeq - 1)!;
    const message = { ...old, text, revision: (this.#revision += 1), editedAt: 1 };
    this.messages[messageSeq - 1] = message;
    this.tell({ name: 'messageChanged', data: { message } });
    return message;
  }

  tell(notification: Notification): void {
    if (this.online && this.#open) this.reader?.(notification);
  }

  request = async <N extends RequestName>(
    name: N,
    data: RequestInput<N>,
    received?: (ack: AckData<N>) => void,
  ): Promise<AckData<N>> => {
    this.#requireOnline();
    this.asked.push(name);
    const failure = this.#failures.get(name)?.shift();
    if (failure) throw new ClientError(failure, 'refused');
    const ack = this.#handle(name, data);
    await (this.#held ?? Promise.resolve());
    const lost = this.#lostAnswers.get(name)?.shift();
    if (lost) throw new ClientError(lost, 'lost');
    this.#requireOnline();
    received?.(ack as AckData<N>);
    return ack as AckData<N>;
  };

  #handle(name: RequestName, data: unknown): unknown {
    switch (name) {
      case 'openChat':
        return this.#openChat(data as RequestInput<'openChat'>);
      case 'sendMessage':
        return this.#sendMessage(data as RequestInput<'sendMessage'>);
      case 'getMessages':
        return this.#getMessages(data as RequestInput<'getMessages'>);
      case 'editMessage': {
        const { messageSeq, text } = data as RequestInput<'editMessage'>;
        return { message: this.change(messageSeq, text) };
      }
      case 'createUpload':
        return { uploadId: `upload-${(this.#uploads += 1)}` };
      case 'closeChat':
        this.#open = false;
        return {};
      default:
        return {};
    }
  }

  #openChat({ password, since, limit = 5 }: RequestInput<'openChat'>): AckData<'openChat'> {
    this.#admit(password);
    this.#open = true;
    const missed = this.messages.filter(({ revision }) => revision > (since ?? 0));
    const complete = since === undefined || missed.length <= MOST_MISSED;
    const messages = since !== undefined && complete ? missed : this.messages.slice(-limit);
    return { messages, revision: this.#revision, complete };
  }

  #sendMessage(data: RequestInput<'sendMessage'>): AckData<'sendMessage'> {
    this.#admit(undefined);
    const { messageId, text, replyTo = null, fileIds = [] } = data;
    const known = this.messages.find((message) => message.messageId === messageId);
    const files = fileIds.map((fileId) => fileOf(fileId));
    return { message: known ?? this.#store({ messageId, text, replyTo, files }) };
  }

  #getMessages(data: RequestInput<'getMessages'>): AckData<'getMessages'> {
    const { from, direction, limit = 5 } = data;
    const middle = from - 1 - Math.floor(limit / 2);
    const start = { before: from - 1 - limit, after: from, around: middle }[direction];
    const end = { before: from - 1, after: from + limit, around: middle + limit }[direction];
    return { messages: this.messages.slice(Math.max(0, start), Math.max(0, end)) };
  }

  #store(fields: Partial<MessageDocument>): MessageDocument {
    const message: MessageDocument = {
      roomId: this.roomId,
      messageSeq: this.messages.length + 1,
      messageId: '',
      personId: 'ada',
      name: 'Somebody',
      hue: 1,
      text: '',
      replyTo: null,
      files: [],
      at: 0,
      editedAt: null,
      deletedAt: null,
      ...fields,
      revision: (this.#revision += 1),
    };
    this.messages.push(message);
    this.tell({ name: 'messagePosted', data: { message } });
    return message;
  }

  #admit(password: string | undefined): void {
    this.#unlocked ||= this.password === null || password === this.password;
    if (this.#unlocked) return;
    throw new ClientError(password === undefined ? 'passwordRequired' : 'wrongPassword', 'no');
  }

  #requireOnline(): void {
    if (!this.online) throw new ClientError('serverUnreachable', 'cut off');
  }
}

export function fileOf(fileId: string) {
  return { fileId, name: `${fileId}.txt`, mimeType: 'text/plain', sizeBytes: 3 };
}
