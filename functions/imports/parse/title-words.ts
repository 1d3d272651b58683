import type { AddressPart, SingleField, Target } from "./client-fields.ts";

/**
 * The titles that people and programs give to columns, folded (no accents, no punctuation, lower-case), in French and
 * English with some Dutch and German. Groups, numbers and words that say nothing (`billing city`, `téléphone 2`,
 * `nom du client`) are taken off before.
 */
const SINGLE: Readonly<Record<SingleField, string>> = {
  id: "identifiant clientele|id clientele|clientele id",
  name: "nom complet|klantnaam|klant naam|klant|kunde|kundenname|personne de contact|contact person|nom et prenom|nom prenom|prenom et nom|prenom nom|nom affiche|nom d affichage|full name|display name|complete name|naam|volledige naam|nom et prenoms|customer full name",
  firstName:
    "prenom|prenoms|first name|firstname|given name|givenname|forename|first|fname|voornaam|vorname|prenom usuel|nom prenom usuel",
  middleName: "deuxieme prenom|second prenom|middle name|additional name|initiale",
  lastName:
    "nom de famille|nom famille|patronyme|last name|lastname|surname|family name|familyname|last|lname|achternaam|nachname|familienaam|nom de naissance",
  nameSuffix: "suffixe|name suffix|suffix",
  company:
    "entreprise|nom entreprise|nom de l entreprise|nom de la compagnie|compagnie|nom compagnie|societe|nom societe|nom de la societe|" +
    "nom commercial|raison sociale|denomination sociale|organisation|nom de l organisation|nom organisation|organization|organization name|" +
    "organization 1 name|organisation name|company|company name|business|business name|account name|associated company|related company|" +
    "societe apparentee|societe liee|employeur|bedrijf|bedrijfsnaam|firma|firmenname|commerce|company 1",
  type: "type|type de client|client type|customer type|categorie|category|segment|categorie de client|customer category",
  tax: "taxe|taxes|groupe de taxe|groupe de taxes|code taxe|code de taxe|tax|tax code|tax group|regime de taxe|regime de taxes",
  priceList:
    "liste de prix|liste de tarifs|grille de prix|tarif|grille tarifaire|price list|pricelist|price book|price level",
  email:
    "courriel|adresse courriel|adresse de courriel|adresse electronique|email|e mail|mail|adresse email|adresse e mail|adresse mail|" +
    "adresse de messagerie|adresse de courrier|adresse de courrier electronique|messagerie|email address|e mail address|mail address|" +
    "courrier electronique|adresse courrier electronique|mel|emails|e mails|courriels|mails|email addresses|adresses courriel|" +
    "e mailadres|emailadres|emailadresse|e mail adresse",
  otherEmails:
    "autres courriels|autre courriel|courriel secondaire|email secondaire|other email|other emails|secondary email|alternate email|" +
    "alternative email|autres emails|autre email|additional emails|additional email|additional email addresses|courriel alternatif|" +
    "courriels secondaires|emails secondaires|autres adresses courriel",
  mobile:
    "cellulaire|telephone cellulaire|cell|cel|tel cell|tel cel|tel cellulaire|mobile|telephone mobile|tel mobile|tel port|tel portable|" +
    "portable|telephone portable|gsm|tel gsm|telephone gsm|natel|mobile phone|cell phone|cellphone|cellular|cellular phone|mobilephone|" +
    "phone mobile|phone cell|telephone cell|mob|handy|mobil|mobiltelefon|gsm nummer|mobiel|mobiles|telephones mobiles|mobile phones|cellulaires|ligne mobile|mobile telephone",
  language:
    "langue|langues|langue de communication|langue de correspondance|langue parlee|langue preferee|language|preferred language|" +
    "communication language|lang|taal|sprache|locale",
  tags:
    "mots cles|mot cle|etiquette|etiquettes|libelles|tags|tag|labels|label|group membership|keywords|groupes|groups|categories|" +
    "listes|lists|marqueurs",
  note:
    "note|notes|remarque|remarques|commentaire|commentaires|memo|comment|comments|remarks|opmerkingen|bemerkungen|description|" +
    "note publique|note privee|notes publiques|notes privees|public notes|private notes|public note|private note|internal notes|" +
    "notes internes|note interne|observations",
  discountPercent:
    "rabais|pourcentage de rabais|taux de rabais|remise|taux de remise|escompte|reduction|discount|discount percent|discount rate|korting|rabatt",
};

const ADDRESS: Readonly<Record<Exclude<AddressPart, "label">, string>> = {
  line1:
    "adresse|adr|addr|addr 1|straatnaam|adresse postale|adresse civique|adresse municipale|rue|no et rue|numero et rue|rue et numero|rue et no|rue numero|address|addresse|adress|" +
    "street|street address|mailing address|postal address|address line 1|address line|street line 1|street line|street address line 1|" +
    "address street line 1|address 1|adresse 1|adresse ligne 1|adresse ligne|adresse rue|rue 1|street 1|street address 1|line 1|ligne 1|" +
    "adres|straat|straat en nummer|strasse|anschrift|address street|street number and name|voie|nom de rue|street name",
  streetNumber:
    "no civique|numero civique|numero de rue|no de rue|house number|street number|huisnummer|hausnummer|civic number",
  line2:
    "complement|complement adresse|addr 2|complement d adresse|complement adresse 1|appartement|appart|app|apt|bureau suite|suite|unit|unit number|" +
    "unite|apt suite|apt suite etc|suite apt|app bureau|address line 2|street line 2|street address line 2|address street line 2|address 2|" +
    "adresse 2|adresse ligne 2|adresse suite|suite de l adresse|line 2|ligne 2|street 2|street address 2|rue 2|extended address|" +
    "address extended address|boite|bte|bus|etage|batiment|building|floor",
  line3:
    "address line 3|street line 3|street address line 3|address 3|adresse 3|adresse ligne 3|line 3|ligne 3|street 3|street address 3|rue 3|" +
    "complement adresse 2|address line 4|lieu dit",
  poBox: "boite postale|case postale|bp|b p|cp case postale|po box|p o box|address po box|postbus|postfach",
  postalCodeAndCity:
    "code postal ville|cp ville|code postal et ville|cp et ville|npa localite|npa ville|cp localite|code postal localite|zip city|" +
    "postal code city|postcode city|postcode gemeente|postcode plaats|plz ort|ville code postal|ville cp",
  city: "ville|localite|municipalite|commune|city|town|suburb|city town|town city|ville village|municipality|locality|plaats|gemeente|woonplaats|stad|ort|stadt|address city|address suburb",
  region:
    "province|prov|region|departement|dep|canton|state|county|provincie|state province|province state|province etat|etat province|prov etat|" +
    "dep region|departement region|departement ou region|departement ou province|region departement|region province|province region|state region|" +
    "state or province|state county|province departement|province territoire|address region|address state|province code|state code|region code|" +
    "code province|bundesland|kanton|administrative area",
  postalCode:
    "code postal|code postale|cp|c p|npa|postal code|postalcode|zip|zip code|zipcode|zip code postal code|postcode|post code|zip postal code|zip postal|" +
    "postal zip|postal zip code|postal code zip|postal|plz|postleitzahl|address postal code|address zip|address post code|address postcode|zip postcode",
  country: "pays|country|pays region|country region|land|code pays|country code|address country|address country code",
  formatted: "adresse complete|full address|complete address|address formatted|formatted address|adresse formatee",
  "location.lat": "latitude|lat|breedtegraad|breitengrad|address latitude|geo latitude",
  "location.lng": "longitude|lng|lon|long|lengtegraad|langengrad|address longitude|geo longitude",
};

const PHONE =
  "telephone|tel|ph|telephones|phone|phones|phone number|phone numbers|telephone number|telefoon|telefoonnummer|telefon|tele|tph|phonenumber|ligne fixe|ligne|coordonnees telephoniques";

const FAX = "fax|telecopieur|telecopie|telefax|fax phone|phone fax|telephone fax";

/** Words that tell which of several phones or addresses a column belongs to; they become its label. */
const LABEL_WORDS: Readonly<Record<string, string>> = {
  home: "home|maison|domicile|residence|residentiel|residentielle|res|prive|privee|private|personal|personnel|personnelle|perso|thuis|privat",
  work: "work|bureau|travail|professionnel|professionnelle|pro|prof|business|office|werk|trav|entreprise|societe|company|geschaftlich",
  billing: "billing|facturation|invoicing|invoice|bill|facturatie|rechnung",
  shipping: "shipping|livraison|delivery|ship|levering|lieferung",
  service: "service|intervention|chantier|site|property|propriete|job",
  mailing: "mailing|correspondance|correspondence",
  car: "car|voiture|auto",
  radio: "radio",
  assistant: "assistant|assistante",
  other:
    "other|autre|autres|alternate|alternatif|alternative|secondary|secondaire|additional|additionnel|supplementaire",
};

/** Words that say nothing of what is in a column. */
const FILLERS =
  "de du des d da la le les l un une au en the of for a an et client cliente clients customer customers contact contacts person personne people " +
  "votre vos your tiers user member membre subscriber main principal principale primary s default defaut par fixe fixes landline ligne filaire value valeur";
/** « Numéro » is said of phones; « numéro de TVA » is not a tax. */
const NUMBER_WORDS = "no n nr num numero numeros number numbers nbr";

export interface TitleWords {
  /** Folded title → what the column is for, `0` standing for a group that the title does not name. */
  targets: ReadonlyMap<string, Target>;
  /** Folded word → label of the group. */
  labels: ReadonlyMap<string, string>;
  fax: ReadonlySet<string>;
  fillers: ReadonlySet<string>;
  numberWords: ReadonlySet<string>;
}

/** The dictionary, by title. */
export const titleWords = (): TitleWords => {
  const fillers = new Set(FILLERS.split(" "));
  const targets = new Map<string, Target>();
  const add = (titles: string, target: Target) => {
    for (const title of titles.split("|")) {
      const telling = title
        .split(" ")
        .filter((word) => !fillers.has(word))
        .join(" ");
      targets.set(title, target);
      if (/[a-z]/.test(telling) && !targets.has(telling)) targets.set(telling, target);
    }
  };
  for (const [field, titles] of entriesOf(SINGLE)) add(titles, { kind: "single", field });
  for (const [part, titles] of entriesOf(ADDRESS)) add(titles, { kind: "address", group: "0", part });
  add(PHONE, { kind: "phone", group: "0", part: "number" });
  add(FAX, { kind: "phone", group: "fax", part: "number" });
  const labels = new Map<string, string>();
  for (const [label, words] of entriesOf(LABEL_WORDS)) for (const word of words.split("|")) labels.set(word, label);
  return {
    targets,
    labels,
    fax: new Set(FAX.split("|")),
    fillers,
    numberWords: new Set(NUMBER_WORDS.split(" ")),
  };
};

const entriesOf = <Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] =>
  Object.entries(record) as [Key, string][];
