import { config } from "#config/config.ts";
import { tracer } from "#db/tracer.ts";

/** Does the work of a command, and writes down what is traced of it where a collector is named. */
export async function traceCommand<T>(work: () => Promise<T>): Promise<T> {
  const { traces } = config();
  if (!traces) return work();
  const { startTraces } = await import("./start.ts");
  startTraces(traces);
  try {
    return await work();
  } finally {
    await tracer()?.end();
  }
}
