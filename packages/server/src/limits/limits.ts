/**
 * Every bound on what one side may ask for, with its reason. All are wide enough that people never
 * meet them: a hundred behind one address who all come back in the same second after a restart, a
 * person with a dozen tabs, somebody who clicks in anger. They are there for what is no person.
 */
import type { RequestName } from '@ottogi/protocol';

/** What one connection, its person and its address have, counted in `costOf` a request. */
export const LIMITS = {
  requests: {
    /** A return to a call costs about 60; a hand on the keyboard 10 a second. */
    ofSocket: { burst: 1_000, refillMs: 10 },
    /** A dozen tabs that come back at once, and then as many as two sockets. */
    ofPerson: { burst: 3_000, refillMs: 5 },
    /** 300 returns at once, and then 50 a second of the cheapest for each tenth of a core. */
    ofAddress: { burst: 20_000, refillMs: 2 },
    /** Refusals cost too: whoever goes on asking as fast after so many is cut off. */
    refusals: { burst: 500, refillMs: 100 },
  },
  /** Newcomers of one address, counted at their first request; a valid resume is none. */
  newcomers: { burst: 600, refillMs: 50 },
  /** Wrong passwords: enough for somebody who mistypes, and far too few for one who guesses. */
  guesses: {
    ofSocket: { burst: 5, refillMs: 10_000 },
    ofAddress: { burst: 60, refillMs: 10_000 },
  },
  http: {
    /** In `HTTP_COSTS`: 3,000 connections at once, then 100 a second. */
    ofAddress: { burst: 30_000, refillMs: 1 },
    /** Open connections of one address: several for each of a thousand people. */
    mostOpen: 3_000,
    /** A request's headers, from the first byte of the connection or the last of the request before. */
    headersMs: 15_000,
    /** A body that is no upload: those have a pace of their own. */
    bodyMs: 30_000,
    /** Without a byte in either direction; a WebSocket has its heartbeat instead. */
    idleMs: 60_000,
    /** For the other side to say goodbye to a WebSocket that ends. */
    lingerMs: 5_000,
    /** TLS, from the first byte until it stands. */
    tlsHandshakeMs: 10_000,
    /** How late any of these may be noticed. */
    checkEveryMs: 5_000,
    /** Of all headers of a request: many times what a browser sends. */
    headerBytes: 16_384,
  },
  session: {
    /** A connection that has not said who it is by then says nothing at all. */
    handshakeMs: 10_000,
    /** Of any kind: requests, answers to what is delivered, heartbeats. Past that it is closed. */
    packets: { burst: 5_000, refillMs: 2 },
    /** Waiting for a client that does not read: many times what one has that reads at all. */
    backlogBytes: 4 * 1024 * 1024,
    /** Joins, moves and leaves that wait for each other: far more than a person clicks meanwhile. */
    waitingTasks: 8,
    /** Far more than a person types while the disk is slow. */
    writes: 64,
    reactions: { burst: 10, refillMs: 500 },
    /** To each of 100 others a new key ten times in a row, and then every other second. */
    keyMessages: { burst: 2_000, refillMs: 20 },
    /** Other media in place of lost: more often than media can break and be whole again. */
    renewals: { burst: 5, refillMs: 2_000 },
  },
  call: {
    /** Peers of one room: the most that a room's own limit can say. */
    roomPeers: 1_000,
    /** Made of one peer and media generation: four at a time, and a camera on and off all day. */
    producers: { burst: 20, refillMs: 3_000 },
    /**
     * Streams that a worker may come to forward before its rooms place peers on other workers: what
     * mediasoup says that one carries (https://mediasoup.org/documentation/v3/scalability/), and 17
     * people who all see and hear all. At their best these are 60,000 packets a second, for which a
     * core of a rented server is just enough.
     */
    workerStreams: 500,
    /** Until a transport that has something to carry is connected: ICE and DTLS take 2 s at worst. */
    connectMs: 15_000,
  },
  recordings: {
    /** Free on the disk for one to begin, and for it to go on: files and the database need room too. */
    startBytes: 1024 * 1024 * 1024,
    reserveBytes: 512 * 1024 * 1024,
    /** How often that is looked at: in that time even ten screens fill no tenth of the reserve. */
    checkMs: 2_000,
    /** Kept of one room: more than a list can show well. */
    ofRoom: 100,
  },
  /** Addresses and persons who are counted at a time, a few hundred bytes each. */
  askers: 50_000,
};

export type Limits = typeof LIMITS;

/** What requests cost that are not the cheapest, by what they cost the server. */
const REQUEST_COSTS: Partial<Record<RequestName, number>> = {
  // Two transports, up to 50 consumers, news for everybody.
  join: 20,
  // A hash of a password, and a transaction on the disk.
  createRoom: 20,
  updateRoom: 10,
  deleteRoom: 10,
  ban: 5,
  unban: 5,
  renewMedia: 20,
  // As many consumers as a join.
  setDownlink: 20,
  restartIce: 2,
  // A transport.
  openProbe: 10,
  // A consumer at everybody.
  produce: 5,
  produceData: 5,
  // Programs that are started, and files on the disk.
  startRecording: 50,
  stopRecording: 10,
  deleteRecording: 10,
  getRecordings: 10,
  // Answers of many kilobytes.
  getSnapshot: 10,
  openChat: 5,
  getMessages: 5,
  searchMessages: 5,
  createUpload: 5,
  // A transaction on the disk.
  editMessage: 2,
  deleteMessage: 2,
  // News for everybody on the server: 25 a second, and who pushes to talk as fast as they can has 10.
  sendMessage: 4,
  updatePerson: 4,
  updatePeer: 4,
  pauseProducer: 4,
  resumeProducer: 4,
  closeProducer: 4,
  mutePeer: 4,
};

/** What is no request at all costs what the cheapest does. */
export function costOf(request: string): number {
  return Object.hasOwn(REQUEST_COSTS, request) ? (REQUEST_COSTS[request as RequestName] ?? 1) : 1;
}

/** What HTTP requests cost: a poll of a long-polling client, anything else, a new connection. */
export const HTTP_COSTS = { poll: 1, request: 5, connection: 10 };
