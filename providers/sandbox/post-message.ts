import { Agent, type ClientRequest, request } from "node:http";
import { perProcess } from "#db/per-process.ts";

const ANSWER_MS_MAX = 10_000;

/** The gateway speaks to one school all day, so it keeps its connections. */
const agent = perProcess("sandbox-agent", () => new Agent({ keepAlive: true }));

type Message = { headers: Record<string, string>; body: string };

/** Sends a message by HTTP and gives the status of the answer. Throws when there is none. */
export async function postMessage(url: string, message: Message): Promise<number> {
  const first = open(url);
  try {
    return await send(first, message);
  } catch (error) {
    // The school closed the idle connection as this was sent, and has not seen it; should it have, it knows the message by its id.
    if (!first.reusedSocket || (error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
    return send(open(url), message);
  }
}

const open = (url: string) => request(url, { method: "POST", agent });

function send(sent: ClientRequest, { headers, body }: Message): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => sent.destroy(new Error("the school did not answer in time")), ANSWER_MS_MAX);
    sent.once("close", () => clearTimeout(late));
    sent.once("error", reject);
    sent.once("response", (answer) => {
      // Read to its end, or the connection could not be used again.
      answer.resume();
      answer.once("error", reject);
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
    sent.setHeader("content-length", Buffer.byteLength(body));
    sent.end(body);
  });
}
