import type { AddressPart, SingleField, Target } from "./client-fields.ts";

/**
 * The titles that people and programs give to columns, folded (no accents, no punctuation, lower-case), in French and
 * English with some Dutch and German. Groups and numbers (`billing city`, `téléphone 2`) are taken off before.
 */
const SINGLE: Readonly<Record<SingleField, string>> = {
  id: "identifiant clientele|id clientele|clientele id",
  name: "nom complet|nom et prenom|nom prenom|prenom et nom|prenom nom|nom affiche|full name|display name|complete name|naam",
  firstName: "prenom|prenoms|first name|firstname|given name|forename|voornaam|vorname",
  middleName: "deuxieme prenom|second prenom|middle name|additional name",
  lastName:
    "nom de famille|nom famille|patronyme|last name|lastname|surname|family name|achternaam|nachname|familienaam",
  nameSuffix: "suffixe|name suffix",
  company:
    "entreprise|nom entreprise|nom de l entreprise|compagnie|nom compagnie|nom de la compagnie|societe|raison sociale|organisation|" +
    "organization|organization name|organization 1 name|organisation name|company|company name|business|business name|bedrijf|firma|firmenname",
  type: "type|type de client|client type|customer type|categorie|category|segment",
  tax: "taxe|taxes|groupe de taxe|code taxe|code de taxe|tax|tax code|tax group|tva|vat|regime de taxe",
  priceList: "liste de prix|grille de prix|tarif|grille tarifaire|price list|pricelist|price book|price level",
  email:
    "courriel|adresse courriel|adresse electronique|email|e mail|mail|adresse email|adresse e mail|adresse mail|email address|" +
    "e mail address|courrier electronique|mel",
  otherEmails:
    "autres courriels|autre courriel|courriel secondaire|email secondaire|other email|other emails|secondary email|alternate email|" +
    "autres emails|additional emails",
  mobile:
    "cellulaire|telephone cellulaire|numero cellulaire|cell|cel|tel cell|tel cellulaire|no cellulaire|mobile|telephone mobile|tel mobile|" +
    "portable|telephone portable|tel portable|gsm|natel|mobile phone|mobile number|cell phone|cellphone|cellular|handy",
  language:
    "langue|langue de communication|langue de correspondance|langue parlee|language|preferred language|communication language|lang|" +
    "taal|sprache|locale",
  tags: "mots cles|mot cle|etiquette|etiquettes|libelles|tags|tag|labels|group membership|keywords|groupes|groups",
  note: "note|notes|remarque|remarques|commentaire|commentaires|memo|comment|comments|remarks|opmerkingen|bemerkungen",
  discountPercent:
    "rabais|pourcentage de rabais|remise|escompte|reduction|discount|discount percent|discount rate|korting|rabatt",
};

const ADDRESS: Readonly<Record<Exclude<AddressPart, "label">, string>> = {
  line1:
    "adresse|adresse postale|adresse civique|rue|no et rue|numero et rue|address|street|street address|mailing address|address line 1|" +
    "address 1|adresse 1|adresse ligne 1|adresse rue|line 1|ligne 1|adres|straat|strasse|address street",
  line2:
    "complement|complement adresse|complement d adresse|appartement|app|apt|bureau suite|suite|unit|unite|address line 2|address 2|" +
    "adresse 2|adresse ligne 2|adresse suite|line 2|ligne 2|street 2|extended address|address extended address",
  poBox: "boite postale|case postale|bp|po box|p o box|address po box",
  city: "ville|localite|municipalite|commune|city|town|municipality|plaats|gemeente|stad|ort|stadt|address city",
  region: "province|region|departement|canton|state|county|provincie|state province|province etat|address region",
  postalCode:
    "code postal|cp|npa|postal code|zip|zip code|postcode|post code|zip postal code|postal|plz|postleitzahl|address postal code",
  country: "pays|country|pays region|country region|land|code pays|country code|address country",
  formatted: "adresse complete|full address|complete address|address formatted|formatted address",
  "location.lat": "latitude|lat|breedtegraad|breitengrad",
  "location.lng": "longitude|lng|lon|long|lengtegraad|langengrad",
};

const PHONE =
  "telephone|tel|numero de telephone|no de telephone|no telephone|numero telephone|phone|phone number|telephone number|contact number|telefoon|telefon";

const SUBSCRIPTIONS: Readonly<Record<string, string>> = {
  "email.marketing":
    "infolettre|newsletter|abonne a l infolettre|abonnement infolettre|infolettre courriel|courriels marketing|courriel marketing|" +
    "marketing par courriel|email marketing|marketing email|email marketing consent|accepts email marketing|accepts marketing|" +
    "subscribed|abonne|consentement courriel|email opt in|nieuwsbrief",
  "email.general":
    "courriels generaux|courriel general|messages par courriel|email general|general email|email notifications",
  "sms.marketing":
    "sms marketing|marketing sms|marketing par sms|marketing par texto|textos marketing|sms marketing consent|accepts sms marketing|" +
    "consentement sms|consentement texto|sms opt in|infolettre sms",
  "sms.general": "messages par sms|messages par texto|textos generaux|sms general|general sms|sms notifications",
};

/** Words that tell which of several phones or addresses a column belongs to; they become its label. */
const LABEL_WORDS: Readonly<Record<string, string>> = {
  home: "home|maison|domicile|residence|residentiel|prive|private|thuis",
  work: "work|bureau|travail|professionnel|pro|business|office|werk",
  fax: "fax|telecopieur|telecopie",
  billing: "billing|facturation",
  shipping: "shipping|livraison|delivery",
  other: "other|autre",
};

interface HeaderWords {
  /** Folded title → what the column is for, `0` standing for a group that the title does not name. */
  targets: ReadonlyMap<string, Target>;
  /** Folded word → label of the group. */
  labels: ReadonlyMap<string, string>;
}

/** The dictionary, by title. */
export const headerWords = (): HeaderWords => {
  const targets = new Map<string, Target>();
  const add = (titles: string, target: Target) => {
    for (const title of titles.split("|")) targets.set(title, target);
  };
  for (const [field, titles] of entriesOf(SINGLE)) add(titles, { kind: "single", field });
  for (const [part, titles] of entriesOf(ADDRESS)) add(titles, { kind: "address", group: "0", part });
  add(PHONE, { kind: "phone", group: "0", part: "number" });
  for (const [path, titles] of entriesOf(SUBSCRIPTIONS)) {
    const [channel, purpose] = path.split(".");
    add(titles, {
      kind: "subscription",
      channel: channel === "sms" ? "sms" : "email",
      purpose: purpose === "general" ? "general" : "marketing",
    });
  }
  const labels = new Map<string, string>();
  for (const [label, words] of entriesOf(LABEL_WORDS)) for (const word of words.split("|")) labels.set(word, label);
  return { targets, labels };
};

const entriesOf = <Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] =>
  Object.entries(record) as [Key, string][];
