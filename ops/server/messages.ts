/** The messages between a worker and the primary process. */
export type FromWorker =
  /** It can answer requests. */
  | { type: "ready" }
  /** It has received the connection with this id and will read it. */
  | { type: "received"; id: number }
  /** It is shutting down and takes no more connections. */
  | { type: "leaving" };

export type ToWorker =
  /** Sent with a connection of which no byte was read yet. */
  | { type: "connection"; id: number }
  /** The last connection has been sent. */
  | { type: "last connection sent" }
  /** The school is ready to be served: it may open the database. Sent to a worker that was forked to wait for it. */
  | { type: "open" }
  /** The school will end soon: it answers on, and says so to whoever asks after its health. */
  | { type: "leaving soon" }
  /** Others have taken its place: it shuts down, and nobody waits for that. */
  | { type: "retire" };
