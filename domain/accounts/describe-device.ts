import { type Message, message } from "#messages/message.ts";

/** Signs of browsers and systems in a User-Agent; the first that fits counts, because later ones imitate earlier ones. */
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/curl\//, "curl"],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "mac"],
  [/CrOS/, "chromebook"],
  [/Linux|X11/, "Linux"],
];

/** A browser in words that its owner recognises, from its User-Agent: "Firefox on Linux". */
export function describeDevice(agent: string): Message {
  const browser = BROWSERS.find(([sign]) => sign.test(agent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1];
  if (browser && system) return message("devices.browser_on_system", { browser, system });
  if (browser) return message("devices.browser", { browser });
  return system ? message("devices.system", { system }) : message("devices.unknown");
}
