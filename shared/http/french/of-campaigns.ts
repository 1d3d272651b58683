/** Campaigns. */
export const ofCampaigns = {
  "Translate each of the subjects": "Traduisez chacun des objets",
  "No subjects of this campaign are being tried just now.":
    "Aucun objet de cette campagne n'est à l'essai en ce moment.",
  "No subjects of this campaign are being tried": "Aucun objet de cette campagne n'est à l'essai",
  "The subject has been chosen already.": "L'objet a déjà été choisi.",
  "There is no such subject; the first is 0": "Cet objet n'existe pas ; le premier est 0",
  "Too many have got it already to be counted at once: ask with `exact`.":
    "Trop de clients l'ont déjà reçue pour être comptés d'un coup : demandez avec `exact`.",
  "It is being sent to others already ({}): wait for its end, or cancel it.":
    "L'envoi à d'autres est déjà en cours ({}) : attendez sa fin, ou annulez-le.",
  "Choose a PNG, JPEG or GIF picture of the library": "Choisissez une image PNG, JPEG ou GIF de la bibliothèque",
  "Name a filter, or choose all clients": "Nommez un filtre, ou choisissez tous les clients",
  "`me` is for people; an API key names a member": "`me` est pour les personnes ; une clé d'API nomme un membre",
  "Only `others` can have another audience": "Seul `others` peut avoir un autre public",
  "A campaign can be sent again {} times; write a new one.":
    "Une campagne peut être renvoyée {} fois ; écrivez-en une nouvelle.",
  "A campaign that is {} cannot be sent again.": "Une campagne à l'état {} ne peut pas être renvoyée.",
  "The campaign was cancelled before anybody was chosen.": "La campagne a été annulée avant que quiconque soit choisi.",
  "Only a draft can be sent; this campaign is {}.":
    "Seul un brouillon peut être envoyé ; cette campagne est à l'état {}.",
  "Only a draft can be changed; this campaign is {}.":
    "Seul un brouillon peut être modifié ; cette campagne est à l'état {}.",
  "A campaign that is {} cannot be {}.": "Ce n'est pas possible pour une campagne à l'état {} ({}).",
  "The campaign has no audience yet": "La campagne n'a pas encore de public",
  "The e-mail is too long: write less, or less of it as lists":
    "Le message est trop long : écrivez moins, ou moins de listes",
  "Give the e-mail a subject and a body first": "Donnez d'abord au message un objet et un texte",
  "Give the e-mail a subject": "Donnez un objet au message",
  "Write the e-mail": "Écrivez le message",
  "Say whom the campaign goes to": "Dites à qui va la campagne",
  "Say to whom": "Dites à qui",
  "Tests go to members of the account only": "Les essais ne vont qu'aux membres du compte",
  "This campaign goes to recipients of an earlier one": "Cette campagne va aux destinataires d'une campagne antérieure",
  "Write a fallback, as in {client_company|our client}: some clients would get no subject":
    "Écrivez un texte de rechange, comme {client_company|notre client} : sinon, des clients recevraient un message sans objet",
  "Nothing fills in {}: write an attribute like {client_first_name|our client}":
    "Rien ne remplace {} : écrivez un attribut comme {client_first_name|cher client}",
  "Write {{}} with single braces instead of {}": "Écrivez {{}} entre accolades simples, au lieu de {}",
  "There is no {{}}; there are {}": "{{}} n'existe pas ; il y a {}",
  "Expected an address that begins with https://, mailto:, tel: or sms:":
    "Une adresse qui commence par https://, mailto:, tel: ou sms: est attendue",
  "Write a web address; phone numbers and e-mail addresses go with the kind `link`":
    "Écrivez une adresse web ; les numéros de téléphone et les adresses courriel vont avec la sorte `link`",
  "Nobody of the audience may be sent the campaign: {}.": "Personne de ce public ne peut recevoir la campagne : {}.",
  "No such image.": "Cette image n'existe pas.",
  "No such campaign.": "Cette campagne n'existe pas.",
} as const satisfies Readonly<Record<string, string>>;
