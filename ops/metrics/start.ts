import { startEventLoopMonitor } from "./machine-usage.ts";
import { startRequestMetrics } from "./requests.ts";
import { startSampler } from "./sampler.ts";

/** Begins to measure this process, once. */
export function startMetrics(): void {
  startRequestMetrics();
  startEventLoopMonitor();
  startSampler();
}
