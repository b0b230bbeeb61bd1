import { getViewer } from "#app/_auth/viewer.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { downloadPayoutFile } from "#services/payments/payout-file.ts";

type Context = { params: Promise<{ id: string }> };

/** The file for the bank. Whoever signed in a while ago shows who they are on the run's page first. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const page = `/admin/payouts/${encodeURIComponent(id)}`;
  const to = (location: string) => new Response(null, { status: 303, headers: { location } });
  const who = await getViewer();
  if (!who) return to(`/sign-in?next=${encodeURIComponent(page)}`);
  const { requestId } = await getRequestFacts();
  try {
    const { name, xml } = await downloadPayoutFile({ actor: toActor(who), requestId }, id);
    return new Response(xml, {
      headers: {
        "content-type": "application/xml; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === "sign_in_not_recent" || error.code === "wrong_state") return to(page);
    return new Response(getTranslator()("admin_list.not_found"), { status: 404 });
  }
}
