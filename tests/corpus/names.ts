/** Names of people as they are typed: what is kept of each, and some of what the same person is looked for by. */
export type CorpusName = {
  /** What is hard about it. */
  about: string;
  typed: string;
  /** What is stored and shown; the same as typed where it is not said. */
  kept?: string;
  /** Each of these finds the person. */
  foundBy: readonly string[];
};

const ZWNJ = "\u200c";
const ZWJ = "\u200d";

export const NAMES: readonly CorpusName[] = [
  { about: "one name", typed: "Sukarno", foundBy: ["sukarno", "KARN"] },
  { about: "one letter", typed: "Å", foundBy: ["å", "a"] },
  {
    about: "umlaut",
    typed: "Jürgen Müller",
    foundBy: ["Müller", "muller", "MÜLLER jürgen", "Mueller", "juergen mueller", "mu\u0308ller", "ＭÜＬＬＥＲ"],
  },
  {
    about: "typed in parts",
    typed: "Zoe\u0308 Kranjc\u030cevic\u0301",
    kept: "Zoë Kranjčević",
    foundBy: ["zoë", "kranjcevic"],
  },
  { about: "sharp s", typed: "Anna Großmann", foundBy: ["grossmann", "GROSSMANN", "großmann", "GROẞMANN"] },
  { about: "French", typed: "Élodie Lefèvre-Œuvrard", foundBy: ["élodie", "ELODIE", "oeuvrard", "lefevre œuvrard"] },
  { about: "Turkish", typed: "Özge Işık İnan", foundBy: ["özge", "OZGE", "işık", "ISIK", "inan", "İNAN"] },
  { about: "Polish", typed: "Łukasz Żółć", foundBy: ["lukasz", "zolc", "ŁUKASZ"] },
  { about: "Danish", typed: "Søren Ærø", foundBy: ["soren", "aero", "SØREN"] },
  { about: "Icelandic", typed: "Þórður Guðmundsdóttir", foundBy: ["thordur", "gudmundsdottir"] },
  { about: "Vietnamese", typed: "Nguyễn Thị Đặng", foundBy: ["nguyen", "dang thi", "NGUYỄN"] },
  { about: "Azerbaijani", typed: "Əliyev Şəhriyar", foundBy: ["eliyev", "əliyev"] },
  { about: "Hawaiian", typed: "Kaʻahumanu", foundBy: ["kaahumanu", "Ka'ahumanu", "Ka‘ahumanu"] },
  { about: "straight apostrophe", typed: "Sinéad O'Connor", foundBy: ["O’Connor", "oconnor", "O`Connor", "o connor"] },
  { about: "curly apostrophe", typed: "Peter O’Toole", foundBy: ["O'Toole", "otoole"] },
  { about: "hyphen", typed: "Anna-Lena Meyer", foundBy: ["anna lena", "Anna‑Lena", "lena meyer", "Anna–Lena"] },
  { about: "Greek", typed: "Γιώργος Παπαδόπουλος", foundBy: ["γιωργοσ", "ΓΙΏΡΓΟΣ", "παπαδοπουλος"] },
  { about: "Russian", typed: "Иван Королёв", foundBy: ["иван", "ИВАН", "королев", "КОРОЛЁВ"] },
  { about: "Russian short i", typed: "Андрей Зайцев", foundBy: ["андрей", "Андреи\u0306", "ЗАЙЦЕВ"] },
  { about: "Ukrainian", typed: "Їжакевич Ґалаґан", foundBy: ["їжакевич", "ґалаґан"] },
  { about: "Armenian", typed: "Աննա Պետրոսյան", foundBy: ["աննա", "ՊԵՏՐՈՍՅԱՆ"] },
  { about: "Georgian", typed: "ნინო ბერიძე", foundBy: ["ნინო", "ბერიძ"] },
  { about: "Hebrew with points", typed: "שָׂרָה לֵוִי", foundBy: ["שרה", "לוי"] },
  { about: "Arabic with vowels and hamza", typed: "فَاطِمَة أحمد", foundBy: ["فاطمة", "احمد", "فاطمه"] },
  { about: "Arabic with tatweel", typed: "محمـــد علي", foundBy: ["محمد", "على"] },
  { about: "Persian, letters kept apart", typed: `می${ZWNJ}خواهم نیلوفر`, foundBy: ["نيلوفر", "میخواهم"] },
  { about: "Hindi", typed: "प्रिया शर्मा", foundBy: ["प्रिया", "शर्मा"] },
  { about: "Hindi with a joiner", typed: `क्${ZWJ}ष शर्मा`, foundBy: ["शर्मा"] },
  { about: "Bengali", typed: "রবীন্দ্রনাথ ঠাকুর", foundBy: ["রবীন্দ্র", "ঠাকুর"] },
  { about: "Tamil", typed: "கண்ணன்", foundBy: ["கண்ண"] },
  { about: "Thai", typed: "สมชาย ใจดี", foundBy: ["สมชาย", "ใจดี"] },
  { about: "Korean", typed: "한지민", foundBy: ["한지민", "지민", "한지민".normalize("NFD")] },
  { about: "Japanese", typed: "山田 花子", foundBy: ["山田", "花子 山田", "花"] },
  { about: "Japanese kana", typed: "ガギグ たろう", foundBy: ["ｶﾞｷﾞ", "がぎ", "タロウ"] },
  { about: "Chinese", typed: "毛泽东", foundBy: ["泽东", "毛"] },
  { about: "a Han letter outside of the first plane", typed: "𠮷野家", foundBy: ["𠮷野", "野家"] },
  { about: "a Han letter with its own shape", typed: "葛\u{e0100}城", foundBy: ["葛城"] },
  { about: "emoji", typed: "Ada 👩‍🚀", foundBy: ["ada", "👩‍🚀"] },
  { about: "a flag of a region", typed: "Rhys 🏴󠁧󠁢󠁷󠁬󠁳󠁿", foundBy: ["rhys"] },
  { about: "digits of another script", typed: "Ali ٣", foundBy: ["ali 3", "٣", "३"] },
  { about: "wide letters", typed: "Ｙａｍａｄａ", foundBy: ["yamada", "ＹＡＭＡ"] },
  { about: "what LIKE takes for anything", typed: "100%_Percy \\", foundBy: ["100%", "%_p", "\\"] },
  { about: "markup", typed: "<b>Bold</b> & Co", foundBy: ["<b>bold", "& co"] },
  { about: "a statement", typed: "Robert'); DROP TABLE users;--", foundBy: ["robert", "drop table"] },
  {
    about: "blanks around and inside",
    typed: "  Ada \u00a0\u2003 Lovelace\u3000",
    kept: "Ada Lovelace",
    foundBy: ["ada lovelace", "lovelace\u00a0ada"],
  },
  { about: "a line break", typed: "Ada\r\nBcc: all@example.org", kept: "Ada Bcc: all@example.org", foundBy: ["bcc"] },
  { about: "a byte order mark", typed: "\ufeffGrace Hopper", kept: "Grace Hopper", foundBy: ["grace"] },
  {
    about: "a soft hyphen",
    typed: "Katharina Mül\u00adhauser",
    kept: "Katharina Mülhauser",
    foundBy: ["mulhauser", "mül\u00adhauser"],
  },
  {
    about: "a blank without width",
    typed: "Mara\u200bVogt",
    kept: "MaraVogt",
    foundBy: ["maravogt", "mara\u200bvogt"],
  },
  { about: "an override of direction", typed: "Mara \u202etgoV\u202c", kept: "Mara tgoV", foundBy: ["tgov"] },
  {
    about: "marks over marks",
    typed: `Z${"\u0300\u0301\u0302\u0303".repeat(20)}algo`,
    kept: "Z\u0300\u0301\u0302\u0303algo",
    foundBy: ["zalgo"],
  },
  { about: "a null", typed: "Ma\0ra Nulle", kept: "Ma ra Nulle", foundBy: ["nulle"] },
  { about: "200 letters", typed: "é".repeat(200), foundBy: ["eeee"] },
  { about: "200 emoji", typed: "🦊".repeat(200), foundBy: ["🦊🦊"] },
];

/** Names in which nothing can be seen: refused as if the field were empty. */
export const EMPTY_NAMES: readonly string[] = [
  ...[
    "",
    "   ",
    "\u00a0",
    "\u3000",
    "\u200b\u200b",
    "\u200d",
    "\u202e",
    "\ufeff",
    "\u00ad",
    "\u2800",
    "\u3164",
    "\uffa0",
  ],
  ...["\u115f\u1160", "\u0301", "\u2060", "\u180e", "\u{e0041}", "\0", "\t\r\n", "\ud800", "\ufe0f", "\u034f"],
];

/** What is more than a name may have: 201 characters. */
export const LONG_NAME = "é".repeat(201);
