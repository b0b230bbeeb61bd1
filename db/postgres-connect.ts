import pg from "pg";
import { LEFT_BEHIND } from "./errors.ts";
import { perProcess } from "./per-process.ts";
import { CONNECTION_WAIT_MS_MAX, PatientPool } from "./patient-pool.ts";
import { type Host, hostsOf, type SessionAttribute } from "./postgres-hosts.ts";
import { raise, readTimelines, storeTimelines, type Timelines } from "./postgres-timelines.ts";

/** How long one of several hosts may take to say what it is. */
const HOST_MS_MAX = 2_000;
/** How often it is asked, while there are connections, whether another host has taken the place of theirs. */
const CHECK_EVERY_MS = 5_000;
const WHAT_IT_IS = `SELECT pg_is_in_recovery() AS is_standby, current_setting('transaction_read_only') = 'on' AS is_read_only,
  CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END AS timeline`;
type Answer = { is_standby: boolean; is_read_only: boolean; timeline: string | null };
const WHICH_CLUSTER = "SELECT system_identifier::text AS system FROM pg_control_system()";
/** What a server says that ends, or that takes no writes (any more). */
const SAYS_NO = /^(25006|57P0[123])$/;

/**
 * The one of several hosts that connections are made to just now. It is looked for again after whatever hints that it is the wrong one by
 * now: a connection that broke or was refused, a server that shuts down, or takes no writes.
 */
class Place {
  readonly #address: string;
  readonly #hosts: Host[];
  readonly #wanted: SessionAttribute;
  readonly #clients = new Set<PlacedClient>();
  #current: Host | undefined;
  /** The latest that primaries were seen on, by this process and, where they are kept, by those before it. */
  readonly #timelines: Timelines = new Map();
  #looking: Promise<Host> | undefined;
  #checks: NodeJS.Timeout | undefined;
  #askedAt = 0;

  constructor(address: string) {
    this.#address = address;
    const { hosts, wanted } = hostsOf(address);
    this.#hosts = hosts;
    this.#wanted = wanted;
  }

  /** One host needs no choice, unless it must be of a kind. */
  get isFixed(): boolean {
    return this.#hosts.length < 2 && this.#wanted === "any";
  }

  async find(): Promise<Host> {
    return this.#current ?? (this.#looking ??= this.#look().finally(() => (this.#looking = undefined)));
  }

  /** `of`: who has found out. What happens to a connection elsewhere says nothing. */
  doubt(of: PlacedClient): void {
    if (this.#current && of.isAt(this.#current)) this.#current = undefined;
  }

  add(client: PlacedClient): void {
    this.#clients.add(client);
    client.once("end", () => {
      this.#clients.delete(client);
      if (this.#clients.size > 0) return;
      clearInterval(this.#checks);
      this.#checks = undefined;
    });
    if (this.#checks || this.isFixed) return;
    this.#checks = setInterval(() => void this.#check(), CHECK_EVERY_MS);
    this.#checks.unref();
    // While there was no connection, nobody asked.
    if (performance.now() - this.#askedAt > CHECK_EVERY_MS) void this.#check();
  }

  /** Two primaries both answer, so no error tells of the later one. Only the hosts that nobody is connected to are asked. */
  async #check(): Promise<void> {
    const current = this.#current;
    if (!current || this.#looking) return;
    const kinds = await Promise.all(this.#hosts.filter((host) => host !== current).map((host) => this.#ask(host)));
    const isNews = await this.#learn(kinds).catch(() => false);
    if (!isNews || this.#current !== current) return;
    this.#current = undefined;
    await this.find().catch(() => {});
  }

  /** Says whether there is a later timeline than was known. */
  async #learn(kinds: (Kind | { error: unknown })[]): Promise<boolean> {
    const seen = kinds.flatMap((kind): [string, number][] => ("error" in kind ? [] : [[kind.system, kind.timeline]]));
    this.#askedAt = performance.now();
    const isOthersNews = raise(this.#timelines, await readTimelines());
    const isNews = raise(this.#timelines, seen);
    // A folder that cannot be written must not keep the school from its database; it is tried again at the next check.
    await storeTimelines(this.#timelines).catch(() => {});
    return isNews || isOthersNews;
  }

  async #look(): Promise<Host> {
    const kinds = await Promise.all(this.#hosts.map((host) => this.#ask(host)));
    // A primary that died and comes back by itself takes writes, too; but what was promoted in its place has a later timeline.
    await this.#learn(kinds);
    const isLeftBehind = (kind: Kind) => !kind.isStandby && kind.timeline < (this.#timelines.get(kind.system) ?? 0);
    const wants = (fits: (kind: Kind) => boolean) =>
      kinds.findIndex((kind) => !("error" in kind) && fits(kind) && !isLeftBehind(kind));
    const at = this.#wanted === "prefer-standby" ? preferStandby(wants) : wants(FITS[this.#wanted]);
    const host = this.#hosts[at];
    if (!host) throw this.#refuse(kinds, isLeftBehind);
    this.#current = host;
    // Whoever is still connected elsewhere would read from, or write to, a server that was the right one once.
    for (const client of this.#clients) if (!client.isAt(host)) client.cut();
    return host;
  }

  #refuse(kinds: (Kind | { error: unknown })[], isLeftBehind: (kind: Kind) => boolean): unknown {
    const behind = this.#hosts.filter((_, at) => {
      const kind = kinds[at];
      return kind && !("error" in kind) && isLeftBehind(kind);
    });
    for (const client of this.#clients) if (behind.some((host) => client.isAt(host))) client.cut();
    if (behind.length > 0 && WRITERS_WANT.has(this.#wanted)) return leftBehind(behind);
    const failed = kinds.find((kind) => "error" in kind);
    if (failed && kinds.every((kind) => "error" in kind)) return failed.error;
    const error = new Error(`none of the servers is ${this.#wanted === "any" ? "there" : this.#wanted} just now`);
    return Object.assign(error, { code: "08001", ...(failed && { cause: failed.error }) });
  }

  async #ask({ host, port }: Host): Promise<Kind | { error: unknown }> {
    const client = new pg.Client({
      connectionString: this.#address,
      connectionTimeoutMillis: HOST_MS_MAX,
      query_timeout: HOST_MS_MAX,
    });
    Object.assign(client, { host, port });
    client.on("error", () => {});
    try {
      await client.connect();
      const { rows } = await client.query<Answer>(WHAT_IT_IS);
      const { is_standby: isStandby, is_read_only: isReadOnly, timeline } = rows[0] as Answer;
      // Not every account may ask.
      const cluster = await client.query<{ system: string }>(WHICH_CLUSTER).catch(() => undefined);
      const system = cluster?.rows[0]?.system ?? "";
      return { isStandby, isReadOnly, timeline: Number.parseInt(timeline ?? "0", 16), system };
    } catch (error) {
      return { error };
    } finally {
      // A server that says nothing would not say goodbye either.
      void client.end().catch(() => {});
    }
  }
}

/** `timeline`: counts promotions; 0 of a standby. */
type Kind = { isStandby: boolean; isReadOnly: boolean; timeline: number; system: string };

/** No cause: what the other hosts said is not why. */
function leftBehind(hosts: Host[]): Error {
  const names = hosts.map(({ host, port }) => `${host}:${port}`).join(", ");
  const words = `${names} takes writes, but another server was promoted in its place, which does not answer or takes none`;
  return Object.assign(new Error(words), { code: LEFT_BEHIND });
}

const FITS: Record<Exclude<SessionAttribute, "prefer-standby">, (kind: Kind) => boolean> = {
  any: () => true,
  "read-write": ({ isReadOnly }) => !isReadOnly,
  "read-only": ({ isReadOnly }) => isReadOnly,
  primary: ({ isStandby }) => !isStandby,
  standby: ({ isStandby }) => isStandby,
};

const WRITERS_WANT: ReadonlySet<SessionAttribute> = new Set(["any", "read-write", "primary"]);

function preferStandby(wants: (fits: (kind: Kind) => boolean) => number): number {
  const standby = wants(FITS.standby);
  return standby >= 0 ? standby : wants(FITS.any);
}

/** One place for each address, whoever connects to it: pools and single connections learn from each other. */
function placeOf(address: string): Place {
  const places = perProcess("postgres-places", () => new Map<string, Place>());
  let place = places.get(address);
  if (!place) places.set(address, (place = new Place(address)));
  return place;
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** A connection to the host that is the right one when it is made. */
class PlacedClient extends pg.Client {
  readonly #place: Place;

  constructor(config: pg.ClientConfig) {
    super(config);
    this.#place = placeOf(config.connectionString ?? "");
    this.on("error", () => this.#place.doubt(this));
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter };
    connection.on("errorMessage", ({ code }: { code?: string }) => {
      if (code !== undefined && SAYS_NO.test(code)) this.#place.doubt(this);
    });
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | void {
    const connected = this.#connectToPlace();
    if (!callback) return connected;
    const done = callback as (error: Error | null, client?: pg.Client) => void;
    connected.then((client) => done(null, client), done);
  }

  async #connectToPlace(): Promise<this> {
    const { host, port } = await this.#place.find();
    Object.assign(this, { host, port });
    try {
      await super.connect();
    } catch (error) {
      this.#place.doubt(this);
      throw error;
    }
    this.#place.add(this);
    return this;
  }

  isAt({ host, port }: Host): boolean {
    return this.host === host && this.port === port;
  }

  cut(): void {
    (this as unknown as { connection: pg.Connection }).connection.stream.destroy();
  }
}

/** The options of a pool, or of a connection, to an address that may name several hosts. */
const clientOf = (connectionString: string) => (placeOf(connectionString).isFixed ? pg.Client : PlacedClient);

/** A pool whose connections go to the right one of the address's hosts. What breaks while nobody uses it does not end the process. */
export function openPool(connectionString: string, options: pg.PoolConfig): PatientPool {
  const patience = { connectionTimeoutMillis: CONNECTION_WAIT_MS_MAX, keepAlive: true };
  const Client = clientOf(connectionString);
  const pool = new PatientPool({ connectionString, ...patience, ...options, Client } as pg.PoolConfig);
  pool.on("error", () => {});
  return pool;
}

/** One connection, for a command or a question at the start; the caller ends it. */
export async function connectOnce(connectionString: string, options: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new (clientOf(connectionString))({ connectionString, ...options });
  await client.connect();
  return client;
}
