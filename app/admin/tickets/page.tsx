import type { Metadata } from "next";
import { Icon } from "#components/ui/icon.tsx";
import { Workspace } from "./workspace.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_tickets.tickets_title") };
}

export default function TicketsPage({ searchParams }: PageProps<"/admin/tickets">) {
  const t = getTranslator();
  return (
    <Workspace searchParams={searchParams}>
      <div className="grid min-h-[60dvh] place-content-center justify-items-center gap-3 px-6 text-center text-ink-soft">
        <Icon name="mail" size={26} className="text-ink-faint" />
        <p>{t("admin_tickets.choose_a_ticket")}</p>
      </div>
    </Workspace>
  );
}
