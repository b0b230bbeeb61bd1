import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { ClaimPlace } from "#components/claims/claim-place.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getOrderClaims, type OrderClaims } from "#domain/checkout/get-order-claims.ts";
import { createClaimSecret, getClaimPath } from "#domain/claim-links/claim-secret.ts";
import { runtime } from "#runtime";
import {
  cancelPlaceAction,
  reassignLinkAction,
  renewLinkAction,
  sendLinkAction,
  withdrawLinkAction,
} from "./actions.ts";

type Props = { params: Promise<{ code: string }> };

// The links stand on this page; they must not travel to another site in a Referer header.
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const title = t("claims.places_title", { code: (await params).code.slice(0, 20) });
  return { title, robots: { index: false }, referrer: "same-origin" };
}

/** The places that somebody has bought for others: their links, and who has claimed them. Not what they do in the course. */
export default async function PlacesPage({ params }: Props) {
  const t = getTranslator();
  const { code } = await params;
  const who = await requireViewer(`/orders/${encodeURIComponent(code)}/places`);
  const claims = await getOrderClaims(await getPageReadCtx(), code);
  if (claims?.buyerId !== who.userId) notFound();
  const { secret, config } = runtime();
  const actions = { sendLinkAction, withdrawLinkAction, renewLinkAction, reassignLinkAction, cancelPlaceAction };
  const timezone = await schoolTimezone();
  return (
    <SitePage current="learning">
      <PageHeader
        title={t("claims.places_title", { code: claims.code })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("orders.orders_and_receipts_label"), href: "/orders" },
              { label: claims.code, href: `/orders/${claims.code}` },
              { label: t("claims.places_label") },
            ]}
          />
        }
        lede={
          <>
            <span {...writtenIn(claims.titleLanguage)}>{claims.courseTitle}</span>
            {" · "}
            <span {...writtenIn(claims.cohortLanguage)}>{claims.cohortName}</span>
          </>
        }
        actions={
          claims.isOpen && (
            <LinkButton variant="quiet" href={`/enrol/${claims.cohortId}/others`}>
              {t("claims.more_places_button")}
            </LinkButton>
          )
        }
      />
      <Standing claims={claims} />
      <ol className="grid max-w-[46rem] list-none gap-4">
        {claims.links.map((link, at) => (
          <ClaimPlace
            key={link.id}
            number={at + 1}
            link={link}
            claims={claims}
            timezone={timezone}
            address={config.url + getClaimPath(link, createClaimSecret(secret, link))}
            actions={actions}
          />
        ))}
      </ol>
    </SitePage>
  );
}

function Standing({ claims }: { claims: OrderClaims }) {
  const t = getTranslator();
  const { state, links, code } = claims;
  if (state === "awaiting_payment") {
    return (
      <Notice
        tone="info"
        className="mb-6"
        title={t("claims.unpaid_title")}
        action={<LinkButton href={`/checkout/${code}`}>{t("orders.pay_button")}</LinkButton>}
      >
        {t("claims.unpaid_words")}
      </Notice>
    );
  }
  const open = links.filter((link) => link.state === "open").length;
  const claimed = links.filter((link) => link.state === "claimed").length;
  return (
    <p className="mb-6 max-w-prose text-ink-soft">
      {t("claims.standing", { claimed, open })} {open > 0 && t("claims.how_to_hand_out")}
    </p>
  );
}
