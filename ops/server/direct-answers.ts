import type { IncomingMessage, ServerResponse } from "node:http";
import { perProcess } from "#db/per-process.ts";

/** Answers a request by itself, or says undefined: then Next is to answer it. */
export type DirectAnswer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | undefined;

type Answer<Answered> = (request: IncomingMessage, response: ServerResponse) => Answered;

const store = perProcess<{ current?: DirectAnswer }>("direct-answers", () => ({}));

/** From now on `answer` is asked first, by whichever server of this process took the request. */
export function setDirectAnswer(answer: DirectAnswer): void {
  store.current = answer;
}

/** `answer` (Next's) for what nobody has answered before it. */
export function orDirectly<Answered>(answer: Answer<Answered>): Answer<Answered | Promise<void>> {
  return (request, response) => store.current?.(request, response) ?? answer(request, response);
}
