/**
 * The version of everything that crosses the wire. A change of any schema changes the hash that
 * `version.test.ts` pins, and with it needs a new version and a line of history here.
 */
export const PROTOCOL_VERSION = 4;

export const PROTOCOL_HISTORY: Record<number, { change: string; schemaHash: string }> = {
  1: {
    change: 'Rooms, presence, and calls through an SFU.',
    schemaHash: 'aabcacf3298717ca',
  },
  2: {
    change:
      'Rooms, people and messages that are remembered; chat, files, layers by what is seen, network probes.',
    schemaHash: '3cd516c8d5f2ebb6',
  },
  3: {
    change:
      'Memberships that outlive their connection and their media; access, grants and roles; facts that come several at once.',
    schemaHash: 'b3a8423e8d735f84',
  },
  4: {
    change:
      'Three topologies, and changes between them; the mix; rooms that are recorded, or encrypted from end to end; data.',
    schemaHash: 'fbf9a3210f9d248e',
  },
};
