import { deliverDueEvents } from "#providers/sandbox/events.ts";
import { openGateway } from "#providers/sandbox/gateway.ts";
import { runtime } from "#runtime";

/** The job that sends the sandbox gateway's messages which came too soon or were not taken. A real school has none. */
export async function deliverSandboxEvents(): Promise<number> {
  const gateway = openGateway(runtime());
  return gateway ? (await deliverDueEvents(gateway)).delivered : 0;
}
