/** What the bench asks of a process that plays many clients, and what that answers. */
export type Order =
  | { name: 'storm'; url: string; from: number; count: number; peersPerRoom: number }
  | { name: 'part' }
  | { name: 'churn'; url: string; from: number; cycles: number; atATime: number };

export interface Report {
  /** From the first attempt to connect until the call is joined, in ms. */
  joinMs: number[];
  failures: string[];
}
