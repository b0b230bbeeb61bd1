import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";

/** Runs a verb for a form that calls some of its fields otherwise: what is refused of them is said beside the form's own. */
export async function renameFields<T>(names: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isRefusal(error) || !error.detail.fields) throw error;
    const fields = Object.entries(error.detail.fields).map(([name, words]) => [names[name] ?? name, words] as const);
    throw new Refusal(error.code, { ...error.detail, fields: Object.fromEntries(fields) });
  }
}
