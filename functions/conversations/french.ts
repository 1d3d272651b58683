/** Conversations: what of them can be listed, where they can go. */
export const french = {
  "Only one of `assignedTo`, `teamId` and `source` at a time":
    "Un seul parmi `assignedTo`, `teamId` et `source` à la fois",
  "This folder cannot be narrowed by `assignedTo`, `teamId` or `source`":
    "Ce dossier ne peut pas être restreint par `assignedTo`, `teamId` ou `source`",
  "`source` goes with the folder `all` only": "`source` va seulement avec le dossier `all`",
  "An API key has no conversations of its own: name a member":
    "Une clé d'API n'a pas de conversations à elle : nommez un membre",
  "An API key reads nothing: `unread` is for people": "Une clé d'API ne lit rien : `unread` est pour les personnes",
  "An API key cannot mark a conversation as unread: nobody in particular has read it":
    "Une clé d'API ne peut pas marquer une conversation comme non lue : personne en particulier ne l'a lue",
  "The client has no e-mail address.": "La fiche ne contient aucune adresse courriel.",
  "The client's address takes no e-mail.": "L'adresse de cette personne n'accepte plus de courriel.",
  "This client is in the archive.": "Cette fiche est dans les archives.",
  "You can assign conversations to yourself only.": "Vous ne pouvez attribuer des conversations qu'à vous.",
  "No such conversation.": "Cette conversation n'existe pas.",
} as const satisfies Readonly<Record<string, string>>;
