import { expect } from 'vitest';
import { Call } from '../Call.ts';
import type { ClientError } from '../errors.ts';
import { Links } from '../links/Links.ts';
import type { PeerWish } from '../Participation.ts';
import type { CallState } from '../state.ts';
import { FakeServer } from './FakeServer.ts';
import { FakeSession } from './fakes.ts';

/** A call between a server and sessions that do what a test says, and all that it has told. */
export class TestCall {
  readonly server = new FakeServer();
  readonly sessions: FakeSession[] = [];
  readonly events: string[] = [];
  readonly call: Call;
  participation: PeerWish = { deafened: false, handRaised: false };
  state: CallState = { status: 'idle' };

  constructor() {
    this.call = new Call({
      signal: this.server,
      data: { others: () => [], received: () => {}, roomMade: () => {} },
      prepareMedia: async () => ({
        rtpCapabilities: {},
        spatialLayer: null,
        encrypted: false,
        createLinks: (told) => new Links({ ...told, signal: this.server, isSent: () => true }),
        createSession: ({ mediaId }, _place, owner) => {
          const session = new FakeSession();
          session.owner = owner;
          session.mediaId = mediaId;
          this.sessions.push(session);
          return session;
        },
      }),
      changed: (state) => {
        this.state = state;
      },
      tracksChanged: () => {},
      isSent: () => true,
      participation: () => this.participation,
      entered: ({ how, told }) => {
        const hand = told?.handRaised ? ' with a hand raised' : '';
        this.events.push(`entered ${how}${hand}`);
      },
      exited: () => this.events.push('exited'),
      over: () => this.events.push('over'),
      emit: (event, data) => {
        if (event === 'left') this.events.push(`left ${'reason' in data ? data.reason : ''}`);
        else this.events.push(event === 'failed' ? `failed while ${this.state.status}` : event);
      },
    });
  }

  /** The sessions that are not closed. */
  get open(): FakeSession[] {
    return this.sessions.filter((session) => !session.closed);
  }

  /** The last one. */
  get session(): FakeSession {
    const session = this.sessions.at(-1);
    if (!session) throw new Error('there is no session yet');
    return session;
  }

  /** Resolves to how it ends. */
  join(room: string): Promise<string> {
    return this.call.join({ room, name: 'Ada' }).then(
      () => 'joined',
      (error: ClientError) => error.code,
    );
  }

  async joined(room: string): Promise<void> {
    this.call.connected();
    const joining = this.join(room);
    await this.server.answer();
    expect(await joining).toBe('joined');
  }
}
