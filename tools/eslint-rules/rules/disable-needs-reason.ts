import type { Rule } from "eslint";

/** An exception that does not say why cannot be judged by the next reader. */
export const disableNeedsReason: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    docs: { description: "require a rule's name and a reason in every eslint-disable comment" },
    messages: { reason: "Name the rule and say why: eslint-disable-next-line rule -- because …" },
    schema: [],
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const directive = /^\s*eslint-disable(?:-next-line|-line)?(?<rest>[\s\S]*)$/.exec(comment.value);
        if (directive === null || comment.loc == null) continue;
        const [rules = "", reason = ""] = (directive.groups?.rest ?? "").split(/\s-{2,}\s/);
        if (rules.trim() === "" || reason.trim().length < 10) {
          context.report({ loc: comment.loc, messageId: "reason" });
        }
      }
    },
  }),
};
