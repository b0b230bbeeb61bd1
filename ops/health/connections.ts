import { config } from "#config/config.ts";
import type { ConnectionPlan } from "#db/connection-plan.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { message } from "#messages/message.ts";
import { getMachineResources, recommendProcessCount } from "#ops/server/processes.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { clearReason, type ReasonInput, setReason } from "./state.ts";

const CODE = "connections_short";

/** Fits the pools to what the server has. While it cannot be asked they are as they were, and it is asked again. */
export async function startConnectionPlan(): Promise<void> {
  const machine = getMachineResources();
  const processes = config().processes ?? recommendProcessCount(machine);
  try {
    const plan = await runtime().database.fitConnections({ processes, cores: machine.cores });
    const reason = plan && getConnectionReason(plan, processes);
    if (reason) setReason(reason);
    else clearReason(CODE);
  } catch (error) {
    log().warn({ err: error }, "the database's limit of connections could not be read yet");
    setTimeout(() => void startConnectionPlan(), MINUTE_MS).unref();
  }
}

export function getConnectionReason(plan: ConnectionPlan, processes: number): ReasonInput | undefined {
  if (!plan.isShort) return undefined;
  const { limit, needed } = plan;
  return {
    code: CODE,
    words: message("health.connections_short", { limit, needed, processes }),
    mend: message("health.mend_connections_short", { needed }),
  };
}
