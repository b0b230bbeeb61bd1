import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { COMPILE_CACHE } from "../compile-cache.ts";
import type { Listener, ConnectionTarget } from "./listener.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { SocketHandoff } from "./socket-handoff.ts";
import { SERVER_NODE_ARGS } from "./processes.ts";
import { WAIT_AT_GATE } from "./start-gate.ts";

/** A worker that takes longer to start is given up. */
const READY_MS_MAX = 60_000;

/** Longer than the slowest graceful shutdown of a worker. */
const END_MS_MAX = 32_000;

/** The first worker has the cores to itself until then, so that the first page comes soon. */
const OTHERS_AFTER_MS = 1_000;

/** Backoff before a crashed worker is replaced: doubled each time, until one has lived for WELL_MS. */
const REPLACE_MS_MIN = 100;
const REPLACE_MS_MAX = 30_000;
const WELL_MS = 30_000;

type Signal = "SIGTERM" | "SIGINT";

/** `waits`: loads everything and then stands still at the gate (start-gate.ts) until it is told to go on. */
type HowToStart = { isWanted: boolean; waits?: boolean };

/** One server process. */
class Worker {
  readonly child: ChildProcess;
  readonly target: ConnectionTarget;
  readonly startedAtMs = performance.now();
  readonly ready: Promise<boolean>;
  readonly gone: Promise<void>;
  /** It is shutting down and takes no more connections. */
  isLeaving = false;
  /** It is replaced when it dies. */
  isWanted: boolean;
  #decide: (isReady: boolean) => void = () => {};

  constructor({ listener, env }: WorkerPoolOptions, folder: string, { isWanted, waits = false }: HowToStart) {
    this.isWanted = isWanted;
    const child = fork(path.join(folder, "ops/server/worker.ts"), waits ? [WAIT_AT_GATE] : [], {
      cwd: folder,
      env: { NODE_COMPILE_CACHE: path.join(folder, COMPILE_CACHE), ...env },
      execArgv: [...process.execArgv, ...SERVER_NODE_ARGS],
    });
    this.child = child;
    const handoff = new SocketHandoff(child, (connection) => {
      listener.removeTarget(this.target);
      listener.dispatch(connection);
    });
    this.target = {
      get connected() {
        return child.connected;
      },
      send: (connection) => handoff.send(connection),
    };
    // A failed fork emits "error" and then "close", which is handled below.
    child.on("error", () => {});
    this.gone = new Promise((resolve) => child.once("close", () => resolve()));
    this.ready = new Promise((resolve) => {
      this.#decide = resolve;
      child.on("message", ({ type }: FromWorker) => type === "ready" && resolve(true));
      child.once("close", () => resolve(false));
    });
    if (!waits) this.#expectSoon();
  }

  /** Lets one through that waits at the gate. */
  open(): void {
    this.send({ type: "open" });
    this.#expectSoon();
  }

  #expectSoon(): void {
    const late = setTimeout(() => this.#decide(false), READY_MS_MAX);
    void this.ready.then(() => clearTimeout(late));
  }

  onLeaving(then: () => void): void {
    this.child.on("message", ({ type }: FromWorker) => type === "leaving" && then());
  }

  send(message: ToWorker): void {
    if (this.child.connected) this.child.send(message, () => {});
  }

  /** Graceful shutdown, then SIGKILL if that takes too long. One that retires takes the time that open connections were promised. */
  async end(how: Signal | "retire"): Promise<void> {
    this.isWanted = false;
    if (how === "retire") this.send({ type: "retire" });
    else this.child.kill(how);
    const late = setTimeout(() => this.child.kill("SIGKILL"), END_MS_MAX);
    await this.gone;
    clearTimeout(late);
  }
}

export type WorkerPoolOptions = {
  listener: Listener;
  size: number;
  /** The program folder with links resolved, so that one pool never mixes two versions. */
  folder: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
};

/** The worker processes: a fixed number, replaced when they crash, and exchanged for new ones without downtime. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  #workers = new Set<Worker>();
  #folder: string;
  #diedEarly = 0;
  #isEnding = false;
  #early: Worker | undefined;
  #change: Promise<unknown> = Promise.resolve();

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#folder = options.folder;
  }

  /** Forks the first worker before the school may be served: it loads what it needs and waits for `start`. */
  loadEarly(): void {
    this.#early = this.#newWorker({ isWanted: false, waits: true });
  }

  /** Ends it again, because the pages that it has loaded are to be made anew. */
  async dropEarly(): Promise<void> {
    const early = this.#early;
    this.#early = undefined;
    await early?.end("SIGTERM");
  }

  /** Starts one worker, and the others a moment after it is ready, so that the first page waits for one only. False when it fails. */
  async start(): Promise<boolean> {
    this.#early?.open();
    const first = this.#early ?? this.#newWorker({ isWanted: false });
    if (!(await first.ready)) return false;
    this.#add(first);
    for (let n = 1; n < this.#options.size; n++) setTimeout(() => void this.#replace(), n * OTHERS_AFTER_MS);
    return true;
  }

  /** Lets every worker say that it will end soon. */
  announceLeaving(): void {
    for (const worker of this.#workers) worker.send({ type: "leaving soon" });
  }

  /** Shuts every worker down gracefully. */
  async stop(signal: Signal): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#workers].map((worker) => worker.end(signal)));
  }

  /**
   * Rolling restart: starts new workers from `folder`, and shuts the old ones down when all are ready. Changes nothing and
   * answers false when one of the new workers fails to start. One exchange at a time.
   */
  exchange(folder: string): Promise<boolean> {
    const next = this.#change.then(() => this.#exchangeNow(folder));
    this.#change = next;
    return next;
  }

  /**
   * Goes over to another environment: new connections wait while new workers start, and the old ones finish what they have. When
   * the new ones do not start, the old ones go on, and the environment is what it was. Answers whether it succeeded.
   */
  changeEnvironment(change: Record<string, string | undefined>): Promise<boolean> {
    const next = this.#change.then(async () => {
      const { env, listener } = this.#options;
      const before = Object.fromEntries(Object.keys(change).map((name) => [name, env[name]]));
      Object.assign(env, change);
      const old = [...this.#workers].filter((worker) => worker.isWanted && !worker.isLeaving);
      for (const worker of old) listener.removeTarget(worker.target);
      if (await this.#exchangeNow(this.#folder)) return true;
      Object.assign(env, before);
      for (const worker of old) if (!worker.isLeaving && worker.target.connected) listener.addTarget(worker.target);
      return false;
    });
    this.#change = next;
    return next;
  }

  async #exchangeNow(folder: string): Promise<boolean> {
    if (this.#isEnding) return false;
    const folderBefore = this.#folder;
    this.#folder = folder;
    const fresh = Array.from({ length: this.#options.size }, () => this.#newWorker({ isWanted: false }));
    const ready = await Promise.all(fresh.map((worker) => worker.ready));
    if (ready.includes(false) || this.#isEnding) {
      this.#folder = folderBefore;
      await Promise.all(fresh.map((worker) => worker.end("SIGTERM")));
      return false;
    }
    for (const worker of fresh) this.#add(worker);
    // Includes workers that replaced a crashed one meanwhile, whichever folder they run from.
    const others = [...this.#workers].filter((worker) => !fresh.includes(worker));
    await Promise.all(others.map((worker) => worker.end("retire")));
    return true;
  }

  #newWorker(how: HowToStart): Worker {
    const worker = new Worker(this.#options, this.#folder, how);
    this.#workers.add(worker);
    worker.onLeaving(() => {
      worker.isLeaving = true;
      this.#options.listener.removeTarget(worker.target);
      worker.send({ type: "last connection sent" });
    });
    void worker.gone.then(() => this.#handleExit(worker));
    return worker;
  }

  async #startReplacement(): Promise<void> {
    const worker = this.#newWorker({ isWanted: true });
    if (await worker.ready) this.#add(worker);
    else worker.child.kill("SIGKILL");
  }

  /** Adds it to the listener, unless it is shutting down already, and replaces it from now on when it dies. */
  #add(worker: Worker): void {
    if (worker.isLeaving) return;
    worker.isWanted = true;
    this.#options.listener.addTarget(worker.target);
  }

  #handleExit(worker: Worker): void {
    const { listener, say } = this.#options;
    this.#workers.delete(worker);
    listener.removeTarget(worker.target);
    if (this.#isEnding || !worker.isWanted) return;
    const livedMs = performance.now() - worker.startedAtMs;
    this.#diedEarly = livedMs >= WELL_MS ? 0 : this.#diedEarly + 1;
    const waitMs = Math.min(REPLACE_MS_MIN * 2 ** this.#diedEarly, REPLACE_MS_MAX);
    const { exitCode, signalCode, pid } = worker.child;
    const why = String(signalCode ?? exitCode);
    const seconds = String(waitMs / 1_000);
    say(getTerminalTranslator()("start.process_ended", { process: String(pid), why, seconds }));
    setTimeout(() => void this.#replace(), waitMs);
  }

  /** Starts a missing worker, unless an exchange in between did. */
  async #replace(): Promise<void> {
    const wanted = [...this.#workers].filter((worker) => worker.isWanted);
    if (!this.#isEnding && wanted.length < this.#options.size) await this.#startReplacement();
  }
}
