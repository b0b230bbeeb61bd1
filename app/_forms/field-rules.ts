import type { ReadCtx } from "#domain/kernel/command.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { refusalTexts } from "../_http/refusal-texts.ts";

/** What a rule may know of who sends the form. */
type Asked = { read: ReadCtx };

/**
 * A rule of the domain that can be asked of some of a form's fields while others are wrong: it throws the refusal that the verb
 * would throw, and says nothing where what it needs is not there. It asks the policy as the verb does.
 */
export type FieldRule<Known> = (asked: Asked, known: Partial<Known>) => unknown;

/** What the rules have against a form, by field: with it everything that can be known is said at once. */
export async function askFieldRules<Known>(
  rules: readonly FieldRule<Known>[],
  asked: Asked,
  known: Partial<Known>,
): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const rule of rules) {
    try {
      await rule(asked, known);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // What has no field of its own is said when the form is right.
      for (const [name, words] of Object.entries(refusalTexts(error).fields ?? {})) fields[name] ??= words;
    }
  }
  return fields;
}
