import type { Season } from "../plan-meetings.ts";
import type { CohortSeed } from "./course-seed.ts";

/** The names of cohorts, as the story writes them. */
const NAMES_IN_GERMAN: Record<string, string> = {
  "A {season} Saturday": "Ein Samstag im {season}",
  "At your own pace": "In Ihrem Tempo",
  "Open for good": "Unbefristet offen",
  "{season} evenings": "Abende im {season}",
  "{season} Mondays": "Montage im {season}",
  "{season} mornings": "Vormittage im {season}",
  "{season} nights": "Nächte im {season}",
  "{season} Saturdays": "Samstage im {season}",
  "{season} term": "Quartal im {season}",
  "{season} Tuesdays": "Dienstage im {season}",
  "{season} weekend": "Wochenende im {season}",
};

/** By what they are called in the story. */
const PLACES_IN_GERMAN: Record<string, string> = {
  "Meeting at the Lindenhof gate, Basel": "Treffpunkt am Tor des Lindenhofs, Basel",
  "Music room, Lindenhof 4, Basel": "Musikzimmer, Lindenhof 4, Basel",
  Online: "Online",
  "Online, any time": "Online, jederzeit",
  "Online, from Ayabe": "Online, aus Ayabe",
  "Print room, Lindenhof 6, Basel": "Druckerei, Lindenhof 6, Basel",
  "Room 2, Lindenhof 4, Basel": "Raum 2, Lindenhof 4, Basel",
  "Teaching kitchen, Rheingasse 31, Basel": "Lehrküche, Rheingasse 31, Basel",
  "Tüllinger Hill, meeting at the tram stop": "Tüllinger Hügel, Treffpunkt an der Tramhaltestelle",
  "Workshop, Lindenhof 4, Basel": "Werkstatt, Lindenhof 4, Basel",
};

const SEASONS_IN_GERMAN = { Winter: "Winter", Spring: "Frühling", Summer: "Sommer", Autumn: "Herbst" };

/** A cohort as its German page names it; nothing for what is still a draft. */
export function cohortInGerman({ name, place }: Pick<CohortSeed, "name" | "place">, season: Season) {
  const german = NAMES_IN_GERMAN[name];
  return german && { name: german.replace("{season}", SEASONS_IN_GERMAN[season]), place: PLACES_IN_GERMAN[place] };
}

/** Titles and notes of meetings, by what they say in the story. The German course writes its own in German. */
const MEETINGS_IN_GERMAN: Record<string, string> = {
  "Paper, grain and the bone folder": "Papier, Laufrichtung und Falzbein",
  "Folding, pressing, and a pamphlet stitch to take home.": "Falzen, pressen und eine Broschur zum Mitnehmen.",
  "Sewing on tapes": "Auf Bänder heften",
  "The text block of your second book.": "Der Buchblock Ihres zweiten Buchs.",
  "Boards, cloth and the case": "Karton, Gewebe und die Decke",
  "Cutting square, turning in, and casing in without a wrinkle.":
    "Winklig schneiden, einschlagen und faltenfrei einhängen.",
  "The long stitch": "Der Langstich",
  "A soft cover in one piece, sewn through the spine.":
    "Ein weicher Umschlag aus einem Stück, durch den Rücken genäht.",
  "Rounding and backing": "Runden und abpressen",
  "Hammer and press: the shoulder that holds the boards.": "Hammer und Presse: der Falz, der die Deckel hält.",
  "Half leather": "Halbleder",
  "Paring, corners, and why the paste goes on twice.": "Schärfen, Ecken, und warum man zweimal kleistert.",
  "Headbands and endpapers": "Kapitale und Vorsatzpapiere",
  "Silk on the bench; paste papers drying overnight.": "Seide auf der Werkbank; Kleisterpapiere trocknen über Nacht.",
  "Your own project": "Ihr eigenes Vorhaben",
  "A repair, a box, or a book for somebody. Bring what you like.":
    "Eine Reparatur, eine Schachtel oder ein Buch für jemanden. Bringen Sie mit, was Sie möchten.",
  "Paper, folds and the first two books": "Papier, Falze und die ersten zwei Bücher",
  "Pamphlet and long stitch.": "Broschur und Langstich.",
  "One good text block, in one good day.": "Ein guter Buchblock an einem guten Tag.",
  "Casing in before tea.": "Einhängen noch vor dem Tee.",
  "And a shelf to put all four on.": "Und ein Regal, auf dem alle vier Platz haben.",
  Words: "Wörter",
  "Setting, spacing, and the first proof.": "Setzen, ausschliessen und der erste Abzug.",
  Ink: "Farbe",
  "Two colours, thirty pulls, one clothes line.": "Zwei Farben, dreissig Drucke, eine Wäscheleine.",
  "The pulp": "Der Faserbrei",
  "First sheets": "Die ersten Bogen",
  "Thin sheets": "Dünne Bogen",
  "Drying, and things in the sheet": "Trocknen, und was man einschöpfen kann",
  "A room": "Ein Zimmer",
  "A quarrel, from the other side": "Ein Streit, von der anderen Seite",
  "Something you know how to do": "Etwas, das Sie können",
  "An animal": "Ein Tier",
  "A number": "Eine Zahl",
  "The first page again": "Noch einmal die erste Seite",
  Doorways: "Türen",
  Bridges: "Brücken",
  "The fish shop": "Das Fischgeschäft",
  "People who will not stand still": "Menschen, die nicht stillhalten",
  Rain: "Regen",
  "The cadence": "Die Kadenz",
  "Six-four chords": "Quartsextakkorde",
  "Twelve keys": "Zwölf Tonarten",
  "The added sixth": "Die hinzugefügte Sexte",
  "Sevenths that fall": "Septimen, die fallen",
  "A bass of one's own": "Ein eigener Bass",
  "Leaving politely: to the dominant": "Höflich gehen: zur Dominante",
  "Leaving impolitely: everywhere else": "Unhöflich gehen: überallhin sonst",
  "A tune of yours, first draft": "Eine eigene Melodie, erster Entwurf",
  "A tune of yours, played": "Eine eigene Melodie, gespielt",
  "Four loaves": "Vier Brote",
  "Lunch is what we have baked until then.": "Zu Mittag gibt es, was wir bis dahin gebacken haben.",
  "The shoebox": "Die Schuhschachtel",
  "Income and cost": "Ertrag und Aufwand",
  "Value added tax": "Mehrwertsteuer",
  "Closing the month": "Der Monatsabschluss",
  "The Plough and the Chair": "Der Wagen und Kassiopeia",
  "The ecliptic, or where the planets walk": "Die Ekliptik: wo die Planeten gehen",
  "A night in the library": "Eine Nacht in der Bibliothek",
  "The gap where there is nothing": "Die Lücke, in der nichts ist",
};

/** The evenings of the German course are called in German whoever reads of them. */
const GERMAN_EVENINGS: readonly string[] = [
  "Guten Abend",
  "Beim Arzt",
  "Im Tram",
  "Die Wohnung",
  "Die Schule",
  "Einkaufen",
  "Gestern und heute",
  "Ein Brief an die Gemeinde",
  "Telefonieren",
  "Ein Fest",
];

/** A meeting as its German page says it. All of them are where their cohort is. */
export function meetingInGerman({ title, note }: { title: string; note: string }) {
  const german = GERMAN_EVENINGS.includes(title) ? title : MEETINGS_IN_GERMAN[title];
  return german && { title: german, note: MEETINGS_IN_GERMAN[note] };
}
