import { describe, expect, it } from "vitest";
import { readField } from "../../../../../functions/imports/parse/client-fields.ts";
import { proposeMapping } from "../../../../../functions/imports/parse/propose-mapping.ts";

/** `title → field`, one a line; a title without a field is left out. */
const EXPORTS: Readonly<Record<string, string>> = {
  "Outlook, classic, in French": `
    Titre
    Prénom → firstName
    Deuxième prénom → middleName
    Nom → lastName
    Suffixe → nameSuffix
    Société → company
    Service
    Rue (bureau) → addresses.work.line1
    Rue (bureau) 2 → addresses.work.line2
    Rue (bureau) 3 → addresses.work.line3
    Ville (bureau) → addresses.work.city
    Dép/Région (bureau) → addresses.work.region
    Code postal (bureau) → addresses.work.postalCode
    Pays/Région (bureau) → addresses.work.country
    Rue (domicile) → addresses.home.line1
    Rue (domicile) 2 → addresses.home.line2
    Ville (domicile) → addresses.home.city
    Dép/Région (domicile) → addresses.home.region
    Code postal (domicile) → addresses.home.postalCode
    Pays/Région (domicile) → addresses.home.country
    Rue (autre) → addresses.other.line1
    Ville (autre) → addresses.other.city
    Téléphone de l'assistant(e)
    Télécopie (bureau) → phones.fax.number
    Téléphone (bureau) → phones.work.number
    Téléphone 2 (bureau) → phones.work.number
    Rappel
    Téléphone (voiture) → phones.car.number
    Téléphone société → phones.work.number
    Télécopie (domicile) → phones.fax.number
    Téléphone (domicile) → phones.home.number
    Téléphone 2 (domicile) → phones.home.number
    RNIS
    Tél. mobile → mobile
    Téléphone (autre) → phones.other.number
    Récepteur de radiomessagerie
    Téléphone principal → phones.0.number
    Télex
    Adresse de messagerie → email
    Type de messagerie
    Nom complet de l'adresse de messagerie
    Adresse de messagerie 2 → otherEmails
    Type de messagerie 2
    Nom complet de l'adresse de messagerie 2
    Adresse de messagerie 3 → otherEmails
    Anniversaire
    Autre boîte postale → addresses.other.poBox
    B.P. professionnelle → addresses.work.poBox
    Boîte postale du domicile → addresses.home.poBox
    Bureau
    Catégories → tags
    Code gouvernement
    Compte
    Conjoint(e)
    Emplacement
    Informations facturation
    Initiales
    Langue → language
    Mots clés → tags
    Nom de l'assistant(e)
    Notes → note
    Numéro d'identification de l'organisation
    Page Web
    Priorité
    Privé
    Profession
    Responsable
    Sexe
    Utilisateur 1`,
  "Outlook, classic and new, in English": `
    First Name → firstName
    Middle Name → middleName
    Last Name → lastName
    Title
    Suffix → nameSuffix
    Nickname
    Given Yomi
    Surname Yomi
    E-mail Address → email
    E-mail Type
    E-mail Display Name
    E-mail 2 Address → otherEmails
    E-mail 2 Display Name
    E-mail 3 Address → otherEmails
    Home Phone → phones.home.number
    Home Phone 2 → phones.home.number
    Business Phone → phones.work.number
    Business Phone 2 → phones.work.number
    Mobile Phone → mobile
    Car Phone → phones.car.number
    Other Phone → phones.other.number
    Primary Phone → phones.0.number
    Pager
    Business Fax → phones.fax.number
    Home Fax → phones.fax.number
    Company Main Phone → phones.work.number
    Callback
    TTY/TDD Phone
    IMAddress
    Job Title
    Department
    Company → company
    Office Location
    Manager's Name
    Assistant's Name
    Assistant's Phone
    Business Street → addresses.work.line1
    Business Street 2 → addresses.work.line2
    Business Street 3 → addresses.work.line3
    Business City → addresses.work.city
    Business State → addresses.work.region
    Business Postal Code → addresses.work.postalCode
    Business Country/Region → addresses.work.country
    Business Address PO Box → addresses.work.poBox
    Home Street → addresses.home.line1
    Home City → addresses.home.city
    Home Country/Region → addresses.home.country
    Home Address PO Box → addresses.home.poBox
    Other Street → addresses.other.line1
    Other Postal Code → addresses.other.postalCode
    Billing Information
    Categories → tags
    Keywords → tags
    Language → language
    Location
    Spouse
    Web Page
    Personal Web Page
    Birthday
    Anniversary
    Government ID Number
    Organizational ID Number
    Notes → note`,
  Square: `
    Reference ID
    First Name → firstName
    Last Name → lastName
    Email Address → email
    Phone Number → phones.0.number
    Nickname
    Company Name → company
    Street Address 1 → addresses.0.line1
    Street Address 2 → addresses.0.line2
    City → addresses.0.city
    State → addresses.0.region
    Postal Code → addresses.0.postalCode
    Birthday
    Memo → note
    Square Customer ID
    Creation Source
    First Visit
    Transaction Count
    Lifetime Spend
    Email Subscription Status → subscriptions.email.marketing
    Instant Profile
    Blocked from online booking`,
  Jobber: `
    J-ID
    Created Date
    Is Company?
    Display Name → name
    Company Name → company
    Title
    First Name → firstName
    Last Name → lastName
    Main Phone #s → phones.0.number
    Work Phone #s → phones.work.number
    Mobile Phone #s → mobile
    Home Phone #s → phones.home.number
    Fax Phone #s → phones.fax.number
    Other Phone #s → phones.other.number
    E-mails → email
    Tags → tags
    Billing Street 1 → addresses.billing.line1
    Billing Street 2 → addresses.billing.line2
    Billing City → addresses.billing.city
    Billing State → addresses.billing.region
    Billing Country → addresses.billing.country
    Billing Zip code → addresses.billing.postalCode
    Service Street 1 → addresses.service.line1
    Service Street 2 → addresses.service.line2
    Service City → addresses.service.city
    Service State → addresses.service.region
    Service Country → addresses.service.country
    Service Zip code → addresses.service.postalCode
    Lead Source
    Archived
    CFT[Areas to avoid]`,
  Shopify: `
    Customer ID
    First Name → firstName
    Last Name → lastName
    Email → email
    Accepts Email Marketing → subscriptions.email.marketing
    Default Address Company → company
    Default Address Address1 → addresses.0.line1
    Default Address Address2 → addresses.0.line2
    Default Address City → addresses.0.city
    Default Address Province Code → addresses.0.region
    Default Address Country Code → addresses.0.country
    Default Address Zip → addresses.0.postalCode
    Default Address Phone → phones.0.number
    Phone → phones.other.number
    Accepts SMS Marketing → subscriptions.sms.marketing
    Total Spent
    Total Orders
    Note → note
    Tax Exempt
    Tags → tags`,
  HubSpot: `
    Record ID
    First Name → firstName
    Last Name → lastName
    Email → email
    Phone Number → phones.0.number
    Mobile Phone Number → mobile
    Associated Company → company
    Street Address → addresses.0.line1
    City → addresses.0.city
    State/Region → addresses.0.region
    Postal Code → addresses.0.postalCode
    Country/Region → addresses.0.country
    Additional email addresses → otherEmails
    Preferred language → language
    Unsubscribed from all email → subscriptions.email.marketing.refused
    Opted out of email: Marketing Information → subscriptions.email.marketing.refused
    Marketing contact status
    Contact owner
    Lead Status
    Lifecycle Stage
    Job Title
    Department
    Portal`,
  "Odoo, in French": `
    Nom → name
    Nom de la société → company
    Rue → addresses.0.line1
    Rue 2 → addresses.0.line2
    Ville → addresses.0.city
    État → addresses.0.region
    Code postal → addresses.0.postalCode
    Pays → addresses.0.country
    Téléphone → phones.0.number
    Mobile → mobile
    E-mail → email
    Numéro de TVA
    N° TVA
    Étiquettes → tags
    Langue → language
    Est une société
    Vendeur
    Liste noire → subscriptions.email.marketing.refused`,
  "Odoo, by its own names": `
    name → name
    street → addresses.0.line1
    street2 → addresses.0.line2
    city → addresses.0.city
    state_id → addresses.0.region
    zip → addresses.0.postalCode
    country_id → addresses.0.country
    phone → phones.0.number
    mobile → mobile
    email → email
    vat
    category_id → tags
    comment → note
    lang → language
    is_company`,
  "Dolibarr, third parties": `
    Nom du tiers* (s.nom) → name
    Nom alternatif (s.name_alias)
    Code client (s.code_client)
    Adresse (s.address) → addresses.0.line1
    Code postal (s.zip) → addresses.0.postalCode
    Ville (s.town) → addresses.0.city
    ID Pays (s.fk_pays)
    Téléphone (s.phone) → phones.0.number
    Fax (s.fax) → phones.fax.number
    URL (s.url)
    Email (s.email) → email
    Numéro de TVA (s.tva_intra)
    Note (publique) (s.note_public) → note`,
  "Dolibarr, contacts": `
    Titre civilité (sp.civility)
    Nom* (sp.lastname) → lastName
    Prénom (sp.firstname) → firstName
    Tél. pro (sp.phone) → phones.work.number
    Tél. perso (sp.phone_perso) → phones.home.number
    Tél. portable (sp.phone_mobile) → mobile
    Email (sp.email) → email`,
  Twenty: `
    Id
    Name / First Name → firstName
    Name / Last Name → lastName
    Emails / Primary Email → email
    Emails / Additional Emails → otherEmails
    Phones / Primary Phone Number → phones.0.number
    Phones / Primary Phone Country Code
    Phones / Primary Phone Calling Code
    Phones / Additional Phones → phones.other.number
    Company / Name → company
    Company / Id
    City → addresses.0.city
    Address / Address 1 → addresses.0.line1
    Address / Post Code → addresses.0.postalCode
    Job Title
    Linkedin / Link URL`,
  "Mailchimp, unsubscribed": `
    Email Address → email
    First Name → firstName
    Last Name → lastName
    Address → addresses.0.line1
    Phone Number → phones.0.number
    Birthday
    MEMBER_RATING
    OPTIN_TIME
    OPTIN_IP
    CONFIRM_TIME
    LATITUDE
    LONGITUDE
    TIMEZONE
    CC
    REGION
    UNSUB_TIME → subscriptions.email.marketing.refused
    UNSUB_CAMPAIGN_TITLE
    UNSUB_CAMPAIGN_ID
    UNSUB_REASON
    UNSUB_REASON_OTHER
    LEID
    EUID
    NOTES → note
    TAGS → tags`,
  "Invoice Ninja": `
    Client Name → name
    Client Number
    Client Street → addresses.0.line1
    Client Apt/Suite → addresses.0.line2
    Client City → addresses.0.city
    Client State/Province → addresses.0.region
    Client Postal Code → addresses.0.postalCode
    Client Country → addresses.0.country
    Shipping Street → addresses.shipping.line1
    Shipping Apt/Suite → addresses.shipping.line2
    Shipping Postal Code → addresses.shipping.postalCode
    Client Phone → phones.0.number
    Client VAT Number
    Client ID Number
    Client Balance
    Client Public Notes → note
    Client Private Notes → note
    Contact First Name → firstName
    Contact Last Name → lastName
    Contact Email → email
    Contact Phone → phones.other.number`,
  "ServiceM8 and Kimoby": `
    Client Name → name
    Contact First → firstName
    Contact Last → lastName
    Address Street → addresses.0.line1
    Address Suburb → addresses.0.city
    Address State → addresses.0.region
    Address Postcode → addresses.0.postalCode
    Phone → phones.0.number
    Mobile → mobile
    Email → email
    Is Company`,
  "Salesforce and Zoho": `
    Salutation
    First Name → firstName
    Last Name → lastName
    Account Name → company
    Mailing Street → addresses.mailing.line1
    Mailing City → addresses.mailing.city
    Mailing State/Province → addresses.mailing.region
    Mailing Zip/Postal Code → addresses.mailing.postalCode
    Mailing Country → addresses.mailing.country
    Phone → phones.0.number
    Mobile → mobile
    Home Phone → phones.home.number
    Fax → phones.fax.number
    Email → email
    Secondary Email → otherEmails
    Email Opt Out → subscriptions.email.marketing.refused
    Fax Opt Out
    Do Not Call
    Description → note`,
  Pipedrive: `
    Person - Name → name
    Person - First name → firstName
    Person - Last name → lastName
    Person - Email - Work → email
    Person - Email - Home → otherEmails
    Person - Phone - Mobile → mobile
    Person - Phone - Work → phones.work.number
    Person - Organization → company
    Person - Postal address → addresses.0.line1
    Person - Marketing status → subscriptions.email.marketing`,
  Wix: `
    First Name → firstName
    Last Name → lastName
    Email 1 → email
    Email 2 → otherEmails
    Phone 1 → phones.1.number
    Phone 2 → phones.2.number
    Address 1 - Street → addresses.1.line1
    Address 1 - City → addresses.1.city
    Address 1 - State/Region → addresses.1.region
    Address 1 - Zip → addresses.1.postalCode
    Address 1 - Country → addresses.1.country
    Labels → tags
    Email subscriber status → subscriptions.email.marketing
    SMS subscriber status → subscriptions.sms.marketing
    Last Activity`,
  "Housecall Pro": `
    First name → firstName
    Mobile number → mobile
    Home number → phones.home.number
    Additional emails → otherEmails
    Address_1 Street Line 1 → addresses.1.line1
    Address_1 Street Line 2 → addresses.1.line2
    Address_1 City → addresses.1.city
    Address_1 Postal Code → addresses.1.postalCode`,
  "a salon's": `
    Client ID
    First Name → firstName
    Last Name → lastName
    Mobile Number → mobile
    Telephone → phones.0.number
    Email → email
    Accepts Marketing → subscriptions.email.marketing
    Accepts SMS Marketing → subscriptions.sms.marketing
    Address → addresses.0.line1
    Apt/Suite → addresses.0.line2
    City → addresses.0.city
    Post Code → addresses.0.postalCode
    Date of Birth
    Referral Source`,
  "a Belgian list": `
    Société → company
    Nom → lastName
    Prénom → firstName
    Rue et numéro → addresses.0.line1
    Bte → addresses.0.line2
    CP / Localité → addresses.0.postalCodeAndCity
    Tél. fixe → phones.0.number
    N° GSM → mobile
    Email perso → email
    Email pro → otherEmails
    N° TVA
    Désabonné → subscriptions.email.marketing.refused`,
  "a list of Québec": `
    Nom de la société → company
    Num. portable → mobile
    Téléphone fixe → phones.0.number
    Tél. rés. → phones.home.number
    Tél. trav. → phones.work.number
    No civique → addresses.0.streetNumber
    Rue → addresses.0.line1
    App. → addresses.0.line2
    Ville → addresses.0.city
    Prov. → addresses.0.region
    Code postal → addresses.0.postalCode
    Adresse de facturation → addresses.billing.line1
    Ville (facturation) → addresses.billing.city
    Consentement infolettre → subscriptions.email.marketing
    Texto : désabonné → subscriptions.sms.marketing.refused`,
  "two addresses of a French list": `
    Adresse 1 → addresses.0.line1
    Code postal / Ville → addresses.0.postalCodeAndCity
    Adresse 2 → addresses.2.line1
    Ville 2 → addresses.2.city
    Code postal 2 → addresses.2.postalCode`,
  "a Dutch list": `
    Voornaam → firstName
    Naam → lastName
    E-mailadres → email
    GSM-nummer → mobile
    Straat → addresses.0.line1
    Nr. → addresses.0.streetNumber
    Bus → addresses.0.line2
    Postcode → addresses.0.postalCode
    Gemeente → addresses.0.city`,
  "a Belgian list of addresses in parts": `
    Nom → name
    Rue → addresses.0.line1
    N° → addresses.0.streetNumber
    Bte → addresses.0.line2
    C.P. → addresses.0.postalCode
    Localité → addresses.0.city
    G.S.M. → mobile`,
  "a list whose rows are numbered": `
    N°
    Nom → name
    Rue → addresses.0.line1`,
  "a form with numbered questions": `
    1. Nom → lastName
    2. Prénom → firstName
    3) Votre courriel → email`,
  Brevo: `
    CONTACT ID
    EMAIL → email
    PRENOM → firstName
    NOM → lastName
    SMS → mobile
    WHATSAPP → phones.whatsapp.number
    EMAIL_BLACKLIST → subscriptions.email.marketing.refused
    SMS_BLACKLIST → subscriptions.sms.marketing.refused
    DOUBLE_OPT-IN`,
  Klaviyo: `
    Email → email
    Phone Number → phones.0.number
    Email Marketing Consent → subscriptions.email.marketing
    SMS Marketing Consent → subscriptions.sms.marketing
    Email Suppressions → subscriptions.email.marketing.refused`,
  Sage: `
    Code client
    Intitulé → name
    Contact
    Adresse → addresses.0.line1
    Complément → addresses.0.line2`,
  "companies with somebody to ask for": `
    Entreprise → company
    Personne-ressource → name
    Courriel → email`,
  "companies with a contact": `
    Company → company
    Primary Contact → name
    Email → email`,
};

describe("the titles of other programs' exports", () => {
  it.each(Object.entries(EXPORTS))("%s", (_, lines) => {
    const expected = lines
      .trim()
      .split("\n")
      .map((line) => line.trim().split(" → "));
    const { mapping } = proposeMapping(expected.map(([title = ""]) => title));
    expect(expected.map(([title = ""]) => [title, mapping[title] ?? ""])).toEqual(
      expected.map(([title = "", field = ""]) => [title, field]),
    );
    for (const field of Object.values(mapping)) expect(readField(field), field).toBeDefined();
  });
});

describe("a title that is a slip away from another word", () => {
  it.each([
    "Department",
    "Portal",
    "Courrier",
    "Carton",
    "Numéro de TVA",
    "VAT Number",
    "Tax ID",
    "Compagne",
    "No de taxe",
  ])("« %s » is not guessed", (title) => expect(proposeMapping([title]).mapping).toEqual({}));

  it.each([
    ["Couriel", "email"],
    ["Prénon", "firstName"],
    ["Cellulaier", "mobile"],
  ])("« %s » is %s all the same", (title, field) => expect(proposeMapping([title]).mapping[title]).toBe(field));
});
