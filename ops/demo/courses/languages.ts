import { chf, type CourseSeed, eur, MONDAY, SATURDAY, WEDNESDAY } from "./course-seed.ts";

export const LANGUAGES: readonly CourseSeed[] = [
  {
    key: "german",
    title: "German for newcomers, A1",
    summary:
      "Free for everyone who has come to Basel in the last three years. Monday evenings, with tea, and somebody to look after the children.",
    description: `This course costs nothing. It is paid for by everybody who pays for the others.

We begin with what you need first: the doctor, the school, the landlord, the tram. Grammar comes when you ask *why*.

*Dieser Kurs ist gratis. Kinder sind willkommen; im Zimmer daneben wird gespielt.*

**Cette formation est gratuite.** Les enfants sont les bienvenus.

**هذه الدورة مجانية.** الأطفال مرحب بهم.

**Цей курс безкоштовний.** Діти можуть прийти з вами.`,
    subject: "Languages",
    level: "beginner",
    language: "en",
    teachers: [
      { email: "farid.haddad@lindenhof.example", about: "Learned German in this very room, in 2016" },
      { email: "teacher@demo.test", about: "Helps on Mondays" },
    ],
    materials: [
      {
        title: "Woche 1: Guten Abend",
        text: `- Guten Abend. Ich heisse …
- Wie heissen Sie?
- Ich komme aus …
- Ich wohne in Basel, seit …

**Zum Üben:** Fragen Sie heute drei Menschen nach ihrem Namen.`,
      },
      {
        title: "Woche 2: Beim Arzt",
        text: `Mir tut … weh: *der Kopf, der Bauch, der Rücken, das Knie, der Zahn*.

Seit wann? *Seit gestern. Seit drei Tagen. Seit einer Woche.*

> Ich brauche einen Termin, bitte. Heute noch, wenn es geht.`,
      },
      { title: "Hören: im Tram", link: "https://example.org/hoeren/tram" },
    ],
    cohorts: [
      {
        key: "german-now",
        name: "{season} Mondays",
        dates: {
          inDays: -50,
          weekday: MONDAY,
          at: "18:00",
          everyDays: 7,
          minutes: 120,
          meetings: [
            { title: "Guten Abend" },
            { title: "Beim Arzt" },
            { title: "Im Tram" },
            { title: "Die Wohnung" },
            { title: "Die Schule" },
            { title: "Einkaufen" },
            { title: "Gestern und heute" },
            { title: "Ein Brief an die Gemeinde" },
            { title: "Telefonieren" },
            { title: "Ein Fest" },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Room 2, Lindenhof 4, Basel",
        capacity: 24,
        price: chf(0),
        openedDaysAgo: 90,
        accessDays: null,
        waitingList: false,
        crowd: 18,
      },
      {
        key: "german-next",
        name: "{season} Mondays",
        dates: {
          inDays: 40,
          weekday: MONDAY,
          at: "18:00",
          everyDays: 7,
          minutes: 120,
          meetings: [{ title: "Guten Abend" }, { title: "Beim Arzt" }, { title: "Im Tram" }, { title: "Die Wohnung" }],
        },
        timezone: "Europe/Zurich",
        place: "Room 2, Lindenhof 4, Basel",
        capacity: 24,
        price: chf(0),
        openedDaysAgo: 14,
        accessDays: null,
        waitingList: false,
        crowd: 6,
      },
    ],
    state: "published",
  },
  {
    key: "essay",
    title: "The short essay: six evenings, six pages",
    summary:
      "Write one page a week and hear it read by somebody else. Online, in the evening of New York and the small hours of Basel.",
    description: `An essay is a walk with somebody who notices things. Six weeks, six walks, none longer than a page.

Naomi reads every page and answers it, in ink, scanned. You read two of the others' and answer those. There are no grades and there is no theory, but there is a list of words you will never use again.

1. A room
2. A quarrel, from the other side
3. Something you know how to do
4. An animal
5. A number
6. The first page again

The course is in English. Yours need not be perfect; it needs to be *yours*.`,
    subject: "Writing",
    level: "advanced",
    language: "en",
    teachers: [{ email: "naomi.okonkwo@lindenhof.example", about: "Essayist; edits a small magazine in Brooklyn" }],
    materials: [
      {
        title: "How to answer a page",
        text: `Say three things, in this order.

1. What the page is **about**, in your own words. If you cannot, that is your answer.
2. The sentence you would keep if only one could stay.
3. The place where you stopped believing.

Never say how you would have written it.`,
      },
      {
        title: "Words we will not use",
        text: "*Journey* (unless there is a train). *Passionate.* *Vibrant.* *A testament to.* *Delve.* *Very*, twice in one page.",
      },
    ],
    cohorts: [
      {
        key: "essay-now",
        name: "{season} term",
        dates: {
          inDays: -16,
          weekday: WEDNESDAY,
          at: "19:00",
          everyDays: 7,
          minutes: 75,
          meetings: [
            { title: "A room" },
            { title: "A quarrel, from the other side" },
            { title: "Something you know how to do" },
            { title: "An animal" },
            { title: "A number" },
            { title: "The first page again" },
          ],
        },
        timezone: "America/New_York",
        place: "Online",
        link: "https://example.org/meet/essay",
        capacity: 9,
        price: eur(220),
        openedDaysAgo: 70,
        accessDays: 120,
        renewal: { way: "request", days: 60, max: 2 },
        waitingList: true,
        crowd: 7,
        gaveUp: 1,
      },
    ],
    state: "published",
  },
  {
    key: "drawing",
    title: "Drawing the old town, whatever the weather",
    summary:
      "Five Saturdays outdoors with a board on your knees. We no longer give this course; its students keep their pages.",
    description: `Drawn from doorways, bridges and under the awning of the fish shop.

The course ended when Signe moved to Bergen. What was written for it stays open to everyone who took it.`,
    subject: "Art",
    level: "any",
    language: "en",
    teachers: [{ email: "signe.odegard@lindenhof.example", about: "Draws cities; lives in Bergen now" }],
    materials: [
      {
        title: "Rain",
        text: "Use a soft pencil and a hard board. Ink runs, charcoal weeps, and graphite does not care.",
      },
    ],
    cohorts: [
      {
        key: "drawing-then",
        name: "{season} Saturdays",
        dates: {
          inDays: -330,
          weekday: SATURDAY,
          at: "10:00",
          everyDays: 7,
          minutes: 180,
          meetings: [
            { title: "Doorways" },
            { title: "Bridges" },
            { title: "The fish shop" },
            { title: "People who will not stand still" },
            { title: "Rain" },
          ],
        },
        timezone: "Europe/Zurich",
        place: "Meeting at the Lindenhof gate, Basel",
        capacity: 10,
        price: chf(210),
        openedDaysAgo: 390,
        accessDays: null,
        waitingList: false,
        crowd: 8,
      },
    ],
    state: "archived",
  },
];
