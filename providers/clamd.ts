import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { FileScanner, ScanResult } from "#domain/files/store.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";

/** How many bytes go in one piece; the daemon's own limit is for the whole. */
const PIECE_BYTES = 262_144;
/** clamd looks through ten megabytes in a second or two; its own deadline (MaxScanTime) is two minutes. */
const WAIT_MS_MAX = 30_000;
const ANSWER_BYTES_MAX = 4_096;

/** Where ClamAV's daemon listens: `/run/clamav/clamd.ctl`, or `host:port`. */
export function clamdAddress(setting: string): NetConnectOpts {
  if (setting.startsWith("/")) return { path: setting };
  const [, host = "", port = ""] = /^\[?([^\]]*)\]?:(\d+)$/.exec(setting) ?? [];
  return { host, port: Number(port) };
}

/**
 * Asks ClamAV's daemon about bytes (INSTREAM of https://docs.clamav.net/manual/Usage/Scanning.html#clamd: pieces, each with its
 * length before it, and a length of zero at the end). Throws when it cannot be reached, is too slow or answers anything but its
 * verdict: what was not looked at is not clean.
 */
export function openClamd(setting: string, waitMsMax = WAIT_MS_MAX): FileScanner {
  return {
    scan: async (bytes) => verdictOf(await asked(clamdAddress(setting), (socket) => send(socket, bytes), waitMsMax)),
  };
}

/** So long a daemon may take to say that it is there: it has nothing else to do for it. */
const PING_MS_MAX = 3_000;

/** Whether ClamAV's daemon is there; throws what stands in the way. */
export async function pingClamd(setting: string, waitMsMax = PING_MS_MAX): Promise<void> {
  const said = await asked(clamdAddress(setting), (socket) => socket.write("zPING\0"), waitMsMax);
  if (!said.startsWith("PONG"))
    throw new MessageError(message("doctor.scanner_answers_something_else", { said: said.slice(0, 60) }));
}

function verdictOf(answer: string): ScanResult {
  const said = answer.replace(/\0.*$/s, "").trim();
  if (/^stream: OK$/.test(said)) return { isClean: true };
  const name = /^stream: (.{1,200}) FOUND$/.exec(said)?.[1];
  if (name !== undefined) return { isClean: false, name };
  throw new Error(`clamd gave no verdict: ${said.slice(0, 200)}`);
}

/** What the daemon answers to what `say` sends it. */
function asked(address: NetConnectOpts, say: (socket: Socket) => void, waitMsMax: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const late = setTimeout(
      () => socket.destroy(new MessageError(message("doctor.scanner_answers_too_late"))),
      waitMsMax,
    );
    let answer = "";
    socket.on("data", (piece: Buffer) => {
      answer += piece.toString("utf8");
      if (answer.includes("\0") || answer.length > ANSWER_BYTES_MAX) socket.destroy();
    });
    socket.once("error", (error) => {
      // It says no to what is too large and hangs up while bytes are still on their way.
      if (answer === "") reject(error);
    });
    socket.once("close", () => {
      clearTimeout(late);
      if (answer === "") reject(new MessageError(message("doctor.scanner_hung_up")));
      else resolve(answer);
    });
    socket.once("connect", () => say(socket));
  });
}

function send(socket: Socket, bytes: Uint8Array): void {
  socket.write("zINSTREAM\0");
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    socket.write(length);
    socket.write(piece);
  }
  socket.write(Buffer.alloc(4));
}
