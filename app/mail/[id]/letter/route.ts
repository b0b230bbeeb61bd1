import { pageRead } from "#app/_edge/viewer.ts";
import { getMail } from "#domain/mail/get-mail.ts";
import { mailPlace } from "#ops/mail-place.ts";

/**
 * A mail's HTML for the frame in which it is shown. It runs nothing and fetches nothing; a link in it opens in the whole
 * window, when somebody presses it.
 */
export async function GET(_request: Request, { params }: RouteContext<"/mail/[id]/letter">): Promise<Response> {
  const mail = await getMail(await pageRead(), (await params).id, mailPlace());
  const headers = {
    "Content-Security-Policy":
      "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation; " +
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
  };
  if (!mail?.letter) {
    return new Response("There is nothing here, or it is not yours to see.", {
      status: 404,
      headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" },
    });
  }
  const html = mail.letter.html.replace("<head>", '<head>\n<base target="_top">');
  return new Response(html, { headers: { ...headers, "Content-Type": "text/html; charset=utf-8" } });
}
