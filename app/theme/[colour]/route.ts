import { accentStyle } from "#components/ui/accent.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/**
 * The school's own colour as a style sheet, `/theme/1f5d4c.css`. The address says all there is to it, so it is kept for good;
 * a style in the page itself would need a hole in the page's security policy.
 */
export async function GET(_request: Request, { params }: RouteContext<"/theme/[colour]">): Promise<Response> {
  const [, hex] = /^([0-9a-f]{6})\.css$/.exec((await params).colour) ?? [];
  if (hex === undefined) return new Response(getTranslator()("layout.no_such_colour"), { status: 404 });
  const declarations = Object.entries(accentStyle(`#${hex}`)).map(([name, value]) => `${name}:${value}`);
  return new Response(`:root{${declarations.join(";")}}`, {
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=31536000, immutable" },
  });
}
