import { FormTick } from "#components/forms/state-form.tsx";
import { ScopesError } from "./scopes-error.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** What a token may do: for each kind of thing, whether it may read and whether it may change. */
export function ScopeBoxes({ scopes }: { scopes: string[] }) {
  const t = getTranslator();
  const things = [...new Set(scopes.map((scope) => scope.split(":")[0] ?? ""))];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-small font-[540]">{t("account.what_may_it_do")}</legend>
      <ul className="border-t border-rule">
        {things.map((thing) => (
          <li key={thing} className="grid grid-cols-[minmax(0,1fr)_96px_96px] items-center border-b border-rule py-1.5">
            <span className="text-dense capitalize">{thing}</span>
            <ScopeBox scopes={scopes} thing={thing} right="read" label={t("account.read_label")} />
            <ScopeBox scopes={scopes} thing={thing} right="write" label={t("account.change_label")} />
          </li>
        ))}
      </ul>
      <ScopesError />
    </fieldset>
  );
}

type ScopeBoxProps = { scopes: string[]; thing: string; right: "read" | "write"; label: string };

function ScopeBox({ scopes, thing, right, label }: ScopeBoxProps) {
  const scope = `${thing}:${right}`;
  if (!scopes.includes(scope)) return <span />;
  const words = (
    <>
      {label} <span className="sr-only">{thing}</span>
    </>
  );
  return <FormTick id={`scope-${scope}`} name="scopes" value={scope} label={words} />;
}
