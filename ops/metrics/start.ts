import { watchLoop } from "./machine-usage.ts";
import { watchRequests } from "./requests.ts";
import { startSampling } from "./sampler.ts";

/** Begins to measure this process, once. */
export function startMetrics(): void {
  watchRequests();
  watchLoop();
  startSampling();
}
