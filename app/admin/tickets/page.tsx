import type { Metadata } from "next";
import { Icon } from "#components/ui/icon.tsx";
import { Workspace } from "./workspace.tsx";

export const metadata: Metadata = { title: "Tickets" };

export default function TicketsPage({ searchParams }: PageProps<"/admin/tickets">) {
  return (
    <Workspace searchParams={searchParams}>
      <div className="grid min-h-[60dvh] place-content-center justify-items-center gap-3 px-6 text-center text-ink-soft">
        <Icon name="mail" size={26} className="text-ink-faint" />
        <p>Choose a ticket from the list.</p>
      </div>
    </Workspace>
  );
}
