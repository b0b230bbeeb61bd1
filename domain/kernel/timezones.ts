/*
 * Names of time zones (IANA). The runtime knows which there are; what it lists has ICU's old names (Europe/Kiev, Asia/Calcutta)
 * and leaves the aliases out (US/Eastern), so both are said here. What was chosen is kept as it was written.
 */

/** The folders of IANA's names; others (`SystemV/…`, offsets such as `+05:00`) are the runtime's own and no place. */
const AREAS = new Set(
  "Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US".split(
    " ",
  ),
);

/** IANA's names without a folder. The runtime knows others (PST, IST, ACT), which mean several places. */
const SINGLE = [
  "CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran",
  "Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore",
  "Turkey UCT UTC Universal W-SU WET Zulu",
]
  .join(" ")
  .split(" ");

/** What IANA calls today what the runtime lists under an older name. */
const RENAMED: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Whether this is a time zone of IANA's that the machine has rules for, under its name of today, an old one or an alias. */
export function isTimezone(zone: string): boolean {
  const [area = "", ...rest] = zone.split("/");
  return (rest.length > 0 ? AREAS.has(area) : SINGLE.includes(zone)) && isKnown(zone);
}

let listed: readonly string[] | undefined;

/** Every time zone to choose from, under its name of today, in the order of the alphabet. */
export function listTimezones(): readonly string[] {
  listed ??= [
    "UTC",
    ...new Set(
      Intl.supportedValuesOf("timeZone")
        .map((zone) => RENAMED[zone] ?? zone)
        .filter((zone) => zone.includes("/") && isTimezone(zone)),
    ),
  ].sort();
  return listed;
}

/** The same for a list of choices. */
export function listTimezoneChoices(): { value: string; label: string }[] {
  return listTimezones().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
