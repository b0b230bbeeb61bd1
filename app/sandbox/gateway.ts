import { notFound } from "next/navigation";
import { type Gateway, openGateway } from "#providers/sandbox/gateway.ts";
import { runtime } from "#runtime";

/** The sandbox gateway of this demo school. In a real school there is nothing here. */
export function requireGateway(): Gateway {
  return openGateway(runtime()) ?? notFound();
}
