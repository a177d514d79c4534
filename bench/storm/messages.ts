/** What the bench asks of a process that plays many clients, and what that answers. */
export type Order =
  /** All at once, and stay. */
  | { name: 'storm'; url: string; from: number; count: number; peersPerRoom: number }
  /** From now on everybody connects from one of so few addresses. */
  | { name: 'gather'; addresses: number }
  /** Everybody loses the server, if they have not yet, and is back in their room. */
  | { name: 'return' }
  | { name: 'part' }
  | ChurnOrder;

export interface ChurnOrder {
  name: 'churn';
  url: string;
  from: number;
  /** Who come again and again. */
  people: number;
  cycles: number;
  atATime: number;
  /** Whether some are lost and never come back: the server waits half a minute for them. */
  vanish: boolean;
}

export interface Report {
  /**
   * How long each took to get in, in ms: from the first attempt to connect, or from the moment in
   * which the server was lost, until the answer to the join.
   */
  joinMs: number[];
  failures: string[];
  /** Joins, moves, leaves, losses and returns. */
  events: number;
  /** Requests that were refused for now, and came again when they were told to. */
  refusals: number;
  /** Connections that fell without anybody having meant it. */
  losses: number;
}
