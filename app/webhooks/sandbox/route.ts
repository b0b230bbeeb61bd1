import { receiveWebhook } from "../receive.ts";

export function POST(request: Request): Promise<Response> {
  return receiveWebhook(request, "sandbox");
}
