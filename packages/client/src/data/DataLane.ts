/** A way on which frames go to another peer: over a link to one, or over the server to any. */
export interface DataLane {
  /** Whether something that is sent now is on its way. */
  readonly isOpen: boolean;
  /** What was sent in order and has not left yet. */
  readonly bufferedBytes: number;
  /** Throws where it is not open, or the browser keeps no more. */
  send(frame: Uint8Array<ArrayBuffer>, ordered: boolean): void;
}
