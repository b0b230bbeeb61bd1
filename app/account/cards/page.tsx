import type { Metadata } from "next";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { cardWords } from "#components/learning/saved-card-note.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listSavedCards } from "#domain/payments/list-saved-cards.ts";
import { removeCardAction } from "./actions.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("account.cards_title"), robots: { index: false } };
}

/** The cards that one lets the school charge, each to be taken back. */
export default async function CardsPage() {
  const t = getTranslator();
  const who = await requireViewer("/account/cards");
  const cards = await listSavedCards(await getPageReadCtx(), who.userId);
  const timezone = await schoolTimezone();
  return (
    <SitePage>
      <PageHeader
        title={t("account.cards_title")}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("account.your_account_title"), href: "/account" }, { label: t("account.cards_title") }]}
          />
        }
        lede={t("account.cards_about")}
      />
      {cards.length === 0 ? (
        <p className="max-w-[46rem]">{t("account.cards_none")}</p>
      ) : (
        <ul className="grid max-w-[46rem] gap-6">
          {cards.map((card) => (
            <li key={card.id} className="grid gap-2 border-t border-rule pt-5">
              <p className="font-[600]">{cardWords(card)}</p>
              <p className="text-small text-ink-soft">
                {t("account.cards_for_order", {
                  code: card.orderCode,
                  date: formatInstant(card.agreedAt, { timezone, form: "date" }),
                })}
              </p>
              <StateForm action={removeCardAction} values={{ cardId: card.id }} className="grid gap-2">
                <p className="text-small text-ink-soft">{t("account.cards_removed_words")}</p>
                <div>
                  <SubmitButton variant="quiet" size="s" pendingLabel={t("checkout.one_moment_pending")}>
                    {t("account.cards_remove_button")}
                  </SubmitButton>
                </div>
              </StateForm>
            </li>
          ))}
        </ul>
      )}
    </SitePage>
  );
}
