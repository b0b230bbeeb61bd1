/** What a server process and the one that minds it say to each other. */
export type FromWorker =
  /** It can answer requests. */
  | { say: "ready" }
  /** It has the connection of this number, and reads it next. */
  | { say: "taken"; id: number }
  /** It was told to end, and wants no more connections. */
  | { say: "leaving" };

export type ToWorker =
  /** A connection comes with it, whose bytes nobody has read yet. */
  | { say: "connection"; id: number }
  /** The last connection has been sent. */
  | { say: "no more" };
