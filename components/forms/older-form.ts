import { unstable_isUnrecognizedActionError } from "next/navigation";
import { getBrowserTranslator } from "../messages/get-browser-translator.ts";
import { type FormState, listsIn, typedIn } from "./form-state.ts";

/**
 * A form that was opened before an update may be sent to an action that the newer version calls otherwise. Nothing was done then; what
 * was typed stays in the form, and is in it again after the page was loaded anew, where the form knows its action's new name.
 */

type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

type Typed = Required<Pick<FormState, "values" | "lists">>;

/** How each browser says that no answer came, be it that the connection is gone or the school: `fetch` throws a TypeError, whose words differ. */
const isUnreached = (error: unknown) =>
  error instanceof TypeError && /fetch|network|load failed|connection/i.test(error.message);

/** As `action`; an unknown one is a refusal like any other, and so is a school that is not reached. `keep` gets what was typed. */
export function acceptOlderForms(action: FormAction, keep: (typed: Typed) => void): FormAction {
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      const typed = { values: typedIn(form), lists: listsIn(form) };
      if (isUnreached(error))
        return {
          status: "refused",
          message: getBrowserTranslator()("browser.school_not_reached"),
          fields: {},
          ...typed,
          turn: state.turn + 1,
        };
      // Next leads on and says "not found" by what it throws.
      if (!unstable_isUnrecognizedActionError(error)) throw error;
      keep(typed);
      return {
        status: "refused",
        message: getBrowserTranslator()("browser.form_of_older_version"),
        fields: {},
        ...typed,
        turn: state.turn + 1,
      };
    }
  };
}

/** Under which what was typed is kept, in this tab alone. */
const KEY = "matricula.typed";

type StoredForm = { place: string; typed: Typed };

/** Where a form is: its page, what its fields are called, and the how-many-th of its kind it is there. */
export function identifyForm(form: HTMLFormElement): string {
  const named = (each: HTMLFormElement) =>
    [...new Set([...each.elements].map((field) => field.getAttribute("name") ?? ""))]
      .filter((name) => name !== "" && !name.startsWith("$ACTION"))
      .sort()
      .join(",");
  const names = named(form);
  const alike = [...form.ownerDocument.forms].filter((each) => named(each) === names);
  return `${form.ownerDocument.location.pathname} ${names} ${alike.indexOf(form)}`;
}

/** Keeps what was typed into the form at `place` until it is taken. */
export function storeTyped(place: string, typed: Typed): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ place, typed } satisfies StoredForm));
  } catch {
    // Some browsers keep nothing: it stays in the form until the page is left.
  }
}

/** What was kept for the form at `place`, as that form's state, once. */
export function takeTyped(place: string): FormState | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as StoredForm | null;
    if (kept?.place !== place) return undefined;
    sessionStorage.removeItem(KEY);
    return {
      status: "refused",
      message: getBrowserTranslator()("browser.typed_is_here_again"),
      fields: {},
      ...kept.typed,
      turn: 0,
    };
  } catch {
    return undefined;
  }
}
