import { getTranslator } from "#components/messages/get-translator.ts";

export type LanguageChoice = {
  /** Its tag: `de`. */
  language: string;
  /** What it calls itself. */
  name: string;
  /** The same page in it. */
  href: string;
};

export type LanguageSwitchProps = {
  current: string;
  choices: readonly LanguageChoice[];
  /**
   * Keeps the choice with the account of whoever is signed in: an action, or on a page that is one for everybody the address of
   * a route, which asks who it is. Without one each language has an address.
   */
  action?: string | ((form: FormData) => Promise<void>);
  /** The page to come back to after `action`. */
  here?: string;
};

/** The same page in another language. Each is named in its own words: who looks for theirs cannot read the others. */
export function LanguageSwitch({ current, choices, action, here }: LanguageSwitchProps) {
  const t = getTranslator();
  if (choices.length < 2) return null;
  const others = choices.filter(({ language }) => language !== current);
  const items = others.map(({ language, name, href }) =>
    action ? (
      <button key={language} name="language" value={language} lang={language} className="py-1 hover:text-ink">
        {name}
      </button>
    ) : (
      <a key={language} href={href} lang={language} hrefLang={language} className="py-1 hover:text-ink">
        {name}
      </a>
    ),
  );
  return (
    <nav aria-label={t("layout.language_label")}>
      {action ? (
        <form
          action={action}
          method={typeof action === "string" ? "post" : undefined}
          className="flex flex-wrap items-center gap-x-3"
        >
          <input type="hidden" name="to" value={here} />
          {items}
        </form>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3">{items}</div>
      )}
    </nav>
  );
}
