import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const APP = path.resolve("app");
const files = readdirSync(APP, { recursive: true, encoding: "utf8" });

/** The addresses that Next makes of the files: `/orders/[code]` for app/orders/[code]/page.tsx. */
function addressesOf(fileName: string): string[] {
  return files
    .filter((file) => path.basename(file) === fileName)
    .map((file) => (path.dirname(file) === "." ? "/" : `/${path.dirname(file)}`))
    .sort();
}

export const pagesOnDisk = () => addressesOf("page.tsx");
export const routesOnDisk = () => addressesOf("route.ts");

/** Every server action by the file and the name it is exported under: `app/account/actions.ts#signOutAction`. */
export function actionsOnDisk(): string[] {
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(path.join(APP, file), "utf8");
      if (!/^"use server";/m.test(source)) return [];
      const names = [...source.matchAll(/^export (?:const|async function|function) (\w+)/gm)].map(([, name]) => name);
      return names.map((name) => `app/${file}#${name}`);
    })
    .sort();
}
