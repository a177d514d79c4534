/** Reads along what socket.io carries, below whoever uses it: the same for every page. */

export interface Message {
  name: string;
  /** Milliseconds on the page's clock. */
  sentAt: number;
  /** When the answer arrived, if it did. */
  answeredAt?: number;
  data: unknown;
  answer?: unknown;
}

/** Every request that this page sent, in order. */
const messages: Message[] = [];

// A page in this bench opens one connection that it measures, so ids of answers are unique.
const unanswered = new Map<string, Message>();
const known = new WeakSet<WebSocket>();

/** socket.io in engine.io: message (4), event (2) or ack (3), an id, and JSON. */
const EVENT = /^42(\d*)(\[.*\])$/s;
const ACK = /^43(\d+)(\[.*\])$/s;

export function readAlong(): Message[] {
  type Send = (this: WebSocket, data: Parameters<WebSocket['send']>[0]) => void;
  const { prototype } = WebSocket;
  const send = Object.getOwnPropertyDescriptor(prototype, 'send')!.value as Send;
  prototype.send = function patched(this: WebSocket, data) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener('message', noteAnswer);
    }
    noteEvent(data);
    send.call(this, data);
  };
  return messages;
}

function noteEvent(text: unknown): void {
  const [, id, json] = (typeof text === 'string' && EVENT.exec(text)) || [];
  if (id === undefined || json === undefined) return;
  const [name, data] = JSON.parse(json) as [string, unknown];
  const message: Message = { name, data, sentAt: performance.now() };
  messages.push(message);
  if (id !== '') unanswered.set(id, message);
}

/** Called after whoever waited for the answer, so it goes by the time of its arrival. */
function noteAnswer({ data: text, timeStamp }: MessageEvent<unknown>): void {
  const [, id, json] = (typeof text === 'string' && ACK.exec(text)) || [];
  if (id === undefined || json === undefined) return;
  const message = unanswered.get(id);
  if (!message) return;
  unanswered.delete(id);
  message.answeredAt = timeStamp;
  [message.answer] = JSON.parse(json) as [unknown];
}
