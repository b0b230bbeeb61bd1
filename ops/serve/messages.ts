/** What a server process and the one that minds it say to each other. */
export type FromWorker =
  /** It can answer requests. */
  | { say: "ready" }
  /** It was told to end, and wants no more connections. */
  | { say: "leaving" };

export type ToWorker =
  /** A connection comes with it, whose bytes nobody has read yet. */
  | { say: "connection" }
  /** The last connection has been sent. */
  | { say: "no more" };
