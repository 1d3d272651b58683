/** Webhooks: where they may lead, what they may tell. */
export const french = {
  "The address may hold no user name or password": "L'adresse ne peut contenir ni nom d'utilisateur ni mot de passe",
  "The address may hold no #": "L'adresse ne peut pas contenir de #",
  "The address must begin with https://": "L'adresse doit commencer par https://",
  "The address must be on the public Internet": "L'adresse doit être sur l'Internet public",
  "There is no event type {}": "Il n'y a pas de type d'événement {}",
  "Expected `*`, `client.*` or a type like `client.updated`":
    "`*`, `client.*` ou un type comme `client.updated` est attendu",
  "Name the types of events, or `*` for all of them": "Nommez les types d'événements, ou `*` pour tous",
  "Name a status, or leave this out": "Nommez un état, ou laissez ce champ de côté",
  "These events tell what needs the scope {}.": "Ces événements disent ce qui demande la portée {}.",
  "An account has {} webhooks at most.": "Un compte a au plus {} webhooks.",
  "The webhook is disabled: enable it first.": "Le webhook est désactivé : activez-le d'abord.",
  "The end must come after the beginning": "La fin doit suivre le début",
  "No such webhook.": "Ce webhook n'existe pas.",
  "No such delivery.": "Cet envoi n'existe pas.",
} as const satisfies Readonly<Record<string, string>>;
