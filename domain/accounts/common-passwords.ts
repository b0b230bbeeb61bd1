/**
 * What is tried first: the passwords and words that head every published list of leaked ones, without the digits and marks
 * that people put after them (`password-rules.ts` takes those off before it looks). Kept short on purpose: with the
 * shortest length of twelve, what passes by chance is already far down any list.
 */
const WORDS = `
password passwort passwords passw0rd p@ssword p@ssw0rd pa55word pa$$word pass1word passpass password1password
mypassword thepassword newpassword oldpassword yourpassword ourpassword passwordpassword passwordis mypasswordis
passwordforme passwordreset changepassword defaultpassword temppassword testpassword secretpassword strongpassword
motdepasse contrasena contraseña palavrapasse wachtwoord haslo hasło salasana losenord lösenord parola senha sifre
kennwort geheim passord adgangskode jelszo parool heslo lozinka wachtwoorden
changeme changemenow changemeplease letmein letmeinnow letmeinplease welcome welcomeback welcomehome willkommen
bienvenue bienvenido benvenuto admin administrator administrateur adminadmin rootroot superuser superadmin useruser
username default guestguest testtest testing testuser tester demo demodemo example temporary tempting trustno
trustnoone whatever nothing nopassword blank secret topsecret supersecret verysecret mysecret security secure
internet computer computers laptop keyboard monitor microsoft windows google facebook instagram youtube twitter linkedin
myspace yahoo hotmail gmail outlook amazon netflix spotify iphone android samsung blackberry nokia
iloveyou iloveyousomuch iloveyouforever iloveyoubaby iloveme ilovegod ilovejesus ilovemyself ilovehim iloveher
ilovemom ilovemum ilovemydad ilovedad ilovemyfamily ilovemykids ilovemydog ilovemycat ilovemywife ilovemyhusband
loveyou loveme lovelove loveforever lovely lovers lover mylove truelove babylove endlesslove foreverlove
teamo tequiero teamomucho ichliebedich jetaime jetaimetoi tiamo kochamcie seniseviyorum
princess prinzessin princesa princesse queen kingking prince angel angels angelangel babygirl babyboy sweetheart
sweety sweetie honey sugar cookie cookies chocolate strawberry cupcake butterfly flower flowers sunflower sunshine
moonlight starlight rainbow summer winter autumn spring january february march april august september october november
december monday tuesday wednesday thursday friday saturday sunday
qwerty qwertyqwerty qwertyui qwertyuiop qwertzuiop azerty azertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm
qazwsx qazwsxedc qweasd qweasdzxc qwer qwert qwertz qwerasdf asdf asdfasdf asdfqwer zaqwsx wasd qwertyasdf
abcdef abcdefg abcdefgh abcdefghi abcdefghij abcabc aabbcc abcd abcdabcd
dragon monkey monkeys tiger tigers lion lions eagle eagles falcon falcons panther panthers cowboy cowboys bulldog
bulldogs dolphin dolphins elephant penguin turtle rabbit bunny hamster puppy kitten kitty doggy doggie horse horses
unicorn spider spiderman snoopy garfield mickey mickeymouse minnie donald donaldduck pokemon pikachu naruto
superman batman ironman wolverine deadpool superstar supergirl superhero wonderwoman captain captainamerica avengers
starwars skywalker lukeskywalker darthvader yoda jedi startrek matrix gandalf frodo hobbit lordoftherings
harrypotter hogwarts hermione dumbledore gryffindor slytherin voldemort tinkerbell cinderella snowwhite barbie
hellokitty spongebob scooby scoobydoo simpsons homer bartman
football footballer soccer soccerball baseball basketball volleyball hockey tennis golfing golfer swimming swimmer
running cycling skating snowboard skiing surfing surfer fishing hunting hunter boxing wrestling champion champions
liverpool liverpoolfc arsenal chelsea chelseafc manchester manchesterunited manutd barcelona fcbarcelona
realmadrid juventus acmilan bayern bayernmunich dortmund borussia lakers yankees redsox steelers packers patriots
raiders broncos giants chicago boston london england france germany deutschland italia espana portugal
brazil argentina mexico canada america australia switzerland schweiz austria holland amsterdam paris berlin
newyork newyorkcity losangeles california texas florida hawaii
michael michelle jennifer jessica ashley amanda daniel daniela anthony joshua matthew andrew nicholas christopher
christian christina christine elizabeth stephanie veronica victoria alexander alexandra alexandre benjamin jonathan
samantha patricia patrick robert roberto richard william thomas charlie charlotte jasmine isabella gabriel gabriela
natalie nathalie nicole melissa rebecca rachel sophie sandra barbara martina martin maria mariana fernando francisco
ricardo eduardo alejandro alejandra sebastian valentina vanessa hannah heather brandon jordan justin austin taylor
tyler maggie buster ginger pepper peanut bailey shadow smokey lucky sparky rocky bandit boomer scooter cooper
metallica nirvana slipknot acdc ironmaiden blackmetal deathmetal heavymetal rockandroll rocknroll guitar guitars
drummer music musician musical beatles rollingstones elvis madonna michaeljackson eminem tupac bobmarley onedirection
justinbieber taylorswift
corvette mustang ferrari porsche mercedes mercedesbenz bmwbmw audi volkswagen toyota honda yamaha suzuki kawasaki
harley harleydavidson camaro chevrolet chevy dodge cadillac jaguar
jesus jesuschrist jesusislord jesussaves jesuslovesme godisgood godisgreat godislove godbless blessed blessing
christ heaven church faith trustgod inshallah bismillah allahuakbar mohammed muhammad krishna ganesh
money moneymoney dollar dollars million millionaire rich success winner winners victory destiny freedom liberty justice
peace forever fortune legend legends master masters mastermind ninja ninjas samurai warrior warriors soldier gladiator
killer assassin vampire zombie phoenix thunder lightning hurricane tornado blizzard fireball firefire waterfall
orange banana apple apples cherry lemon mango pineapple coffee cappuccino whiskey vodka budweiser heineken corona
pizza cheese chicken burger bacon
mother motherlode father daddy mommy mummy brother sister family myfamily friends friendship bestfriend
bestfriends together children daughter grandma grandpa husband wife
purple yellow black white blackwhite blackandwhite silver golden diamond diamonds crystal rainbows redred blueblue
fuckyou fuckoff fuckme fuckthis fuckyoubitch asshole bastard bitch bullshit sexsex sexy sexygirl sexylady
hello helloworld hellohello hellothere hithere goodbye goodmorning goodnight goodluck thankyou thanks please
happy happyday happybirthday birthday christmas merrychristmas newyear happynewyear halloween easter valentine
student students teacher teachers school schoolschool schools highschool college university academy classroom
learning education course courses class homework library science english spanish french german maths mathematics
history biology chemistry physics
minecraft fortnite roblox callofduty counterstrike worldofwarcraft warcraft starcraft diablo zelda supermario mario
sonic tetris playstation nintendo xbox gaming gamer gamers
opensesame abracadabra rumpelstiltskin correcthorsebatterystaple correcthorse letthemeatcake tobeornottobe
onceuponatime thequickbrownfox quickbrownfox loremipsum hunter supercalifragilisticexpialidocious
nevergiveup neversaynever carpediem hakunamatata yolo yoloyolo swagswag lollol lolipop lollipop blahblah blahblahblah
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter(Boolean));
