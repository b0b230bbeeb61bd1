import { ruleTester } from "../rule-tester.ts";
import { disableNeedsReason } from "./disable-needs-reason.ts";

const errors = [{ messageId: "reason" }];

ruleTester.run("disable-needs-reason", disableNeedsReason, {
  valid: [
    "// eslint-disable-next-line no-console -- the command's answer is what it prints\nconsole.log(1);",
    "// A comment about eslint-disable is not one.",
  ],
  invalid: [
    { code: "// eslint-disable-next-line no-console\nconsole.log(1);", errors },
    { code: "console.log(1); // eslint-disable-line no-console -- ok", errors },
    { code: "/* eslint-disable no-console */\nconsole.log(1);", errors },
  ],
});
