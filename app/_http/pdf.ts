import { formatContentDisposition } from "#domain/files/file-name.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A PDF of somebody's own: it runs nothing here, and is kept nowhere on its way. */
export const answerPdf = (name: string, bytes: Buffer): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(bytes.length),
      "Content-Disposition": formatContentDisposition("inline", name),
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, no-store",
    },
  });

export const answerNothing = (): Response =>
  new Response(getTranslator()("layout.nothing_here"), {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" },
  });
