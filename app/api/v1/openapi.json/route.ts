import { allowMethods } from "#app/_http/methods.ts";
import { openapi } from "../openapi.ts";

/** Rendered by the first request for it. */
let written: string | undefined;

export function GET(): Response {
  written ??= JSON.stringify(openapi());
  return new Response(written, {
    headers: { "content-type": "application/json", "cache-control": "public, max-age=300" },
  });
}

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
