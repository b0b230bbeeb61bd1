import type { CourseSeed } from "./course-seed.ts";

/** What the school says of its courses in German, by their keys. What is still a draft has none. */
export const IN_GERMAN: Record<string, Pick<CourseSeed, "title" | "summary" | "description">> = {
  bookbinding: {
    title: "Buchbinden für den Anfang",
    summary:
      "Acht Abende an der Werkbank: Sie heften, leimen und beziehen vier Bücher von Hand und nehmen das Werkzeug für das fünfte mit nach Hause.",
    description: `Am Anfang stehen ein Bogen Papier und die Frage, in welche Richtung er sich falten lassen will. Am letzten Abend haben Sie eine Broschur, einen Gewebeband, ein weiches Heft im Langstich und ein kleines Buch in Halbleder gebunden.

## Was Sie lernen

- die Laufrichtung von Papier und Karton finden und mit ihr arbeiten
- falzen, pressen, auf Bänder heften und im Langstich nähen
- einen Rücken runden und abpressen, ein Buch faltenfrei beziehen
- mit Leder, Kleister und den eigenen Händen sorgsam umgehen

## Was dabei ist

Papier, Karton, Gewebe, Leder, Faden und Leim sind inbegriffen. Dazu kommt ein Satz Werkzeug, der Ihnen bleibt: Falzbein, Ahle, Nadeln, ein kleines Messer und ein Stück Bienenwachs.

Vorkenntnisse braucht es keine. Wer einer Linie entlang schneiden kann, kann auch Bücher binden; und wer es nicht kann, übt es zuerst mit uns. Acht Personen haben an den zwei Werkbänken bequem Platz, zwölf mit etwas Rücksicht. Wir nehmen zwölf.

> Ziehen Sie etwas an, das Leim verträgt. Lange Ärmel und Kleister sind alte Feinde.`,
  },
  letterpress: {
    title: "Buchdruck: ein Plakat in zwei Tagen",
    summary:
      "Setzen Sie Holzlettern von Hand, färben Sie sie ein und drucken Sie dreissig Plakate, auf denen steht, was Sie sagen wollen.",
    description: `Die Lettern sind älter als Ihre Grosseltern, und die Presse wiegt so viel wie ein Kleinwagen. In zwei Tagen lernen Sie beides gut genug kennen, um ein Plakat in zwei Farben zu drucken.

Der **Samstag** gehört den Wörtern: auswählen, setzen und merken, dass es in der gewünschten Grösse nur drei *E* gibt. Der **Sonntag** gehört der Farbe.

Acht Personen, vier Pressen. Alle nehmen zehn eigene Drucke mit nach Hause, und von allen anderen je einen.

Bringen Sie bitte einen Text von **höchstens zwölf Wörtern** mit. Weniger sind stärker.`,
  },
  washi: {
    title: "Washi: Papier aus Maulbeerbast, mit Kenji Watanabe",
    summary:
      "Vier Vormittage online aus einer Papiermühle bei Kyoto. Fasern und Schöpfsieb kommen mit der Post, das Wasser haben Sie selbst.",
    description: `Kenji Watanabe (渡辺 健二) schöpft in fünfter Generation Papier am Fluss in Ayabe. Er unterrichtet aus der Mühle, mit einer Kamera über der Bütte.

Sie erhalten ein Paket: gekochte *Kōzo*-Fasern, ein kleines Schöpfsieb und *Neri* aus der Hibiskuswurzel. Sie brauchen ein Becken, kaltes Wasser und ein Fenster.

| Vormittag | Was wir machen |
| --- | --- |
| 1 | Den Faserbrei, von Hand geschlagen |
| 2 | Die ersten Bogen, und warum sie klumpen |
| 3 | Dünne Bogen: der Schwung des Siebs |
| 4 | Trocknen auf Brettern; Fäden, Blätter und Briefe im Bogen |

In Kyoto ist es dann Abend, in Europa Vormittag. Ihr Konto zeigt die Zeiten auch in **Ihrer** Zeitzone.`,
  },
  harmony: {
    title: "Harmonielehre am Klavier",
    summary:
      "Zehn Dienstage, von den zwei Akkorden, die alle kennen, zu den vier, die niemand benennen kann. Für alle, die langsam vom Blatt spielen und gut zuhören.",
    description: `Harmonielehre wird viel zu oft mit dem Bleistift unterrichtet. Wir lernen sie mit zehn Fingern: Jede Regel kann man hören, und jede Ausnahme hat einmal jemand geliebt.

Sie sollten ein Kirchenlied oder einen Popsong langsam vom Blatt spielen können. Ein absolutes Gehör hilft nicht und schadet nicht.

- **Wochen 1 bis 3**: die Kadenz, in jeder Tonart, bis sie Sie langweilt
- **Wochen 4 bis 6**: Sexten, Septimen und der Bass, der eigene Wege geht
- **Wochen 7 und 8**: Modulation, oder wie man sich höflich verabschiedet
- **Wochen 9 und 10**: eine eigene Melodie harmonisieren

Jede Woche wird gefilmt, damit Sie nachhören können, was die linke Hand neben Ihnen gespielt hat.`,
  },
  sourdough: {
    title: "Sauerteig und Roggen: ein Samstag, vier Brote",
    summary:
      "Ein langer Tag in einer warmen Küche. Sie backen vier Brote, eines davon essen wir zusammen, und Sie nehmen einen Sauerteig im Glas mit nach Hause.",
    description: `Mehl, Wasser, Salz und Geduld. Die ersten drei sind inbegriffen.

Wir backen ein schlichtes Weizenbrot, ein Walliser Roggenbrot, ein Kastenbrot mit Körnern und ein Fladenbrot zum Mittagessen. Zwischen dem Falten bleibt Zeit zu besprechen, warum Ihres zu Hause nicht aufgegangen ist. Bringen Sie Fotos von Misslungenem mit.

**Bitte melden Sie uns Allergien,** wenn Sie sich einschreiben. Die Küche ist voller Weizen, Roggen, Sesam und Nüsse. Für Menschen mit Zöliakie ist sie leider nicht geeignet.`,
  },
  german: {
    title: "Deutsch für Neuzugezogene, A1",
    summary:
      "Kostenlos für alle, die in den letzten drei Jahren nach Basel gekommen sind. Am Montagabend, mit Tee, und jemand schaut zu den Kindern.",
    description: `Dieser Kurs kostet nichts. Alle, die einen anderen Kurs bezahlen, bezahlen ihn mit.

Wir beginnen mit dem, was Sie zuerst brauchen: Arztpraxis, Schule, Vermieterin, Tram. Die Grammatik kommt, wenn Sie *warum* fragen.

*Dieser Kurs ist gratis. Kinder sind willkommen; im Zimmer daneben wird gespielt.*

**Cette formation est gratuite.** Les enfants sont les bienvenus.

**هذه الدورة مجانية.** الأطفال مرحب بهم.

**Цей курс безкоштовний.** Діти можуть прийти з вами.`,
  },
  essay: {
    title: "Der kurze Essay: sechs Abende, sechs Seiten",
    summary:
      "Schreiben Sie jede Woche eine Seite und hören Sie, wie jemand anders sie vorliest. Online und auf Englisch, wenn in New York Abend und in Basel tiefe Nacht ist.",
    description: `Ein Essay ist ein Spaziergang mit jemandem, der Dinge bemerkt. Sechs Wochen, sechs Spaziergänge, keiner länger als eine Seite.

Naomi liest jede Seite und antwortet darauf, mit Tinte, eingescannt. Sie lesen zwei Seiten der anderen und antworten auf diese. Es gibt keine Noten und keine Theorie, aber eine Liste mit Wörtern, die Sie nie mehr verwenden werden.

1. Ein Zimmer
2. Ein Streit, von der anderen Seite
3. Etwas, das Sie können
4. Ein Tier
5. Eine Zahl
6. Noch einmal die erste Seite

Der Kurs ist auf Englisch. Ihres muss nicht perfekt sein; es muss *Ihres* sein.`,
  },
  drawing: {
    title: "Die Altstadt zeichnen, bei jedem Wetter",
    summary:
      "Fünf Samstage draussen, das Brett auf den Knien. Wir bieten diesen Kurs nicht mehr an; wer ihn besucht hat, behält die Unterlagen.",
    description: `Gezeichnet aus Hauseingängen, von Brücken und unter der Markise des Fischladens.

Der Kurs ging zu Ende, als Signe nach Bergen zog. Was dafür geschrieben wurde, bleibt allen offen, die ihn besucht haben.`,
  },
  accounts: {
    title: "Die Buchhaltung eines kleinen Betriebs",
    summary:
      "Vier Abende online für alle, die einen Laden, ein Atelier oder eine Praxis führen und die Post vom Steueramt zuletzt öffnen.",
    description: `Am Ende schliessen Sie einen Monat in zwanzig Minuten selbst ab und wissen, was Ihnen die Zahlen sagen wollen.

Wir arbeiten mit einer Tabelle, einer Schuhschachtel und echten Belegen, auf denen die Namen durchgestrichen sind.

- was Ertrag ist, und ab wann
- was Aufwand ist, und was sich nur so anfühlt
- Mehrwertsteuer ohne Tränen (nach Schweizer und deutschen Regeln)
- was Sie aufbewahren, wie lange, und was wegdarf

Sie brauchen einen Computer mit einem beliebigen Tabellenprogramm. **Die Schuhschachtel bringen Sie selbst mit.**`,
  },
  statistics: {
    title: "Statistik für alle, denen man sagte, sie könnten nicht rechnen",
    summary:
      "In Ihrem Tempo, an jedem Tag. Zwölf kurze Kapitel über Durchschnitt, Zufall und Zeitungen, mit Lösungen, die sich selbst erklären.",
    description: `Man hat Ihnen etwas Falsches gesagt.

Beginnen Sie, wann Sie wollen; Sie haben ein halbes Jahr Zeit. Jedes Kapitel braucht einen Abend und endet mit einer Schlagzeile aus einer echten Zeitung, der Sie dann widersprechen können.

*Keine Formel kommt vor, bevor sie Ihnen gefehlt hat.*`,
  },
  mending: {
    title: "Selbst flicken",
    summary:
      "Reissverschlüsse, Stecker, Scharniere und Griffe: vierzig Reparaturen ganz ohne Werkstatt. Kostenlos und ohne Ablauf.",
    description: `Alles in diesem Haus lässt sich mit einem Schraubenzieher, einer Nadel und einer halben Stunde flicken. Sonst kommen Sie damit am ersten Samstag des Monats in unser Repair-Café.

Kostenlos, denn ein Kurs übers Weniger-Wegwerfen soll am Anfang nichts kosten.

> Bevor Sie etwas mit einem Stecker öffnen: **Stecker ziehen.** Und dann die Seite über Kondensatoren lesen.`,
  },
  stars: {
    title: "Sternkarten ohne Fernrohr",
    summary:
      "Vier klare Nächte auf dem Hügel über der Stadt und zwei bewölkte in der Bibliothek. Kostenlos; warme Kleider sind nötig.",
    description: `Wir lernen, uns an dem zu orientieren, was alle sehen können: an einem Wagen, einem Stuhl, einem Schwan und der Lücke, in der nichts ist.

Für dieses Jahr ist der Kurs vorbei. Er beginnt wieder, wenn die Nächte lang genug sind.`,
  },
};
