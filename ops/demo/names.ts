/** The people of the story besides the demo's accounts. The addresses are of domains that belong to nobody. */
export type Named = { name: string; email: string };

export const TEACHERS: readonly Named[] = [
  { name: "渡辺 健二", email: "kenji.watanabe@lindenhof.example" },
  { name: "Naomi Okonkwo", email: "naomi.okonkwo@lindenhof.example" },
  { name: "Beat Zurbriggen", email: "beat.zurbriggen@lindenhof.example" },
  { name: "Amélie Fournier-d’Aubigné", email: "amelie.fournier@lindenhof.example" },
  { name: "Farid Haddad", email: "farid.haddad@lindenhof.example" },
  { name: "Signe Ødegård", email: "signe.odegard@lindenhof.example" },
];

const person = (name: string, local: string): Named => ({ name, email: `${local}@example.org` });

/** Those who have scenes of their own, besides Mara Keller, the demo's own student. */
const NAMED: readonly Named[] = [
  person("Aylin Demir", "aylin.demir"),
  person("Jonas Frei", "jonas.frei"),
  person("Lucía Ortega Fernández", "lucia.ortega"),
  person("Siobhán O’Rourke", "siobhan.orourke"),
  person("محمد الفاسي", "m.elfassi"),
  person("佐藤 美咲", "misaki.sato"),
  person("Nguyễn Thị Minh Khai", "minhkhai"),
  person("Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine", "hubert.w"),
  person("Zoë Brontë-Whitfield", "zoe.bronte"),
  person("Łukasz Żółkiewski", "lukasz.z"),
  person("Björk Guðmundsdóttir Þorvaldsson", "bjork.t"),
  person("Anaïs Lefèvre", "anais.lefevre"),
  person("Đorđe Petrović", "djordje.p"),
  person("Ngozi Adichie-Eze", "ngozi.eze"),
  person("Tomasz Kowalczyk", "tomasz.k"),
  person("ליאור כהן", "lior.cohen"),
  person("Γιώργος Παπαδόπουλος", "giorgos.p"),
  person("Олена Шевченко", "olena.s"),
  person("Quentin de la Rochefoucauld", "quentin.r"),
  person("Urs Ammann", "urs.ammann"),
  person("Ravi", "ravi"),
];

/** Those who come, pay and learn, and of whom no more is told. */
export const CROWD: readonly Named[] = [
  person("김지우", "jiwoo.kim"),
  person("李小龍", "siulung.lee"),
  person("Priyanka Chandrasekaran", "priyanka.c"),
  person("Mbali Dlamini", "mbali.d"),
  person("Ragnhild Sæther", "ragnhild.s"),
  person("Matteo D’Angelo", "matteo.dangelo"),
  person("Fatou Ndiaye", "fatou.n"),
  person("João Gonçalves da Conceição", "joao.g"),
  person("Ana-Maria Popescu", "anamaria.p"),
  person("Kaisa Hämäläinen", "kaisa.h"),
  person("Ümit Yıldız", "umit.y"),
  person("Þórunn Jónsdóttir", "thorunn.j"),
  person("Réka Szabó", "reka.szabo"),
  person("Ioana Ștefănescu", "ioana.s"),
  person("Mei-Ling Teo", "meiling.teo"),
  person("Kwame Boateng", "kwame.b"),
  person("Leilani Kahananui", "leilani.k"),
  person("Maximilian von und zu Guttenberg-Waldeck", "max.gw"),
  person("Nia ap Rhys", "nia.aprhys"),
  person("Oksana Bondarenko", "oksana.b"),
  person("Pelin Öztürk", "pelin.o"),
  person("Rosalía Núñez", "rosalia.n"),
  person("Salomé Weber", "salome.weber"),
  person("Teuta Krasniqi", "teuta.k"),
  person("Vesna Horvat", "vesna.h"),
  person("Wanjiru Kamau", "wanjiru.k"),
  person("Xóchitl Ramírez", "xochitl.r"),
  person("Yusuf Abdi", "yusuf.abdi"),
  person("Žofie Nováková", "zofie.n"),
  person("Ishaan Mukherjee", "ishaan.m"),
  person("Hanneke van der Berg", "hanneke.vdb"),
  person("Gül Aksoy", "gul.aksoy"),
  person("Emil Sørensen", "emil.s"),
  person("Dilnoza Karimova", "dilnoza.k"),
  person("Camille Dubois", "camille.d"),
  person("Benedikt Gerber", "benedikt.gerber"),
  person("Annelies Baumgartner", "annelies.b"),
  person("Margarethe Elisabeth Schönenberger-Truttmann", "m.schoenenberger"),
];

/** Fifty-nine; with Mara they are sixty. */
export const STUDENTS: readonly Named[] = [...NAMED, ...CROWD];
