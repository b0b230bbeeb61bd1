import { ruleTester } from "../rule-tester.ts";
import { noDatabaseFs } from "./no-database-fs.ts";

const errors = [{ messageId: "files" }];

ruleTester.run("no-database-fs", noDatabaseFs, {
  valid: [
    "import path from 'node:path';",
    "import { storeFile } from '#providers/files.ts';",
    "await import('node:crypto');",
  ],
  invalid: [
    { code: "import { readFileSync } from 'node:fs';", errors },
    { code: "import fs from 'fs';", errors },
    { code: "import { open } from 'node:fs/promises';", errors },
    { code: "export * from 'fs/promises';", errors },
    { code: "export { open } from 'fs/promises';", errors },
    { code: "const fs = await import('node:fs');", errors },
    { code: "const fs = require('fs');", errors },
    { code: "const fs = process.getBuiltinModule('node:fs');", errors },
  ],
});
