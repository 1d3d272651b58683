/** Invitations, passwords forgotten, addresses proven. */
export const ofPeople = {
  "A name holds no @, < or >": "Un nom ne contient ni @, ni <, ni >",
  "This link is over or unknown: ask for another one with POST /v1/password-resets.":
    "Ce lien n'est plus valable ou est inconnu : demandez-en un autre avec POST /v1/password-resets.",
  "This was asked for a moment ago; wait a minute.": "La demande vient d'être faite ; attendez une minute.",
  "A code was sent a moment ago; wait a minute.": "Un code vient d'être envoyé ; attendez une minute.",
  "This code is wrong, was used already or is over: ask for another one.":
    "Ce code est erroné, a déjà servi ou n'est plus valable : demandez-en un autre.",
  "Nobody signs in like this any more.": "Personne ne se connecte plus ainsi.",
  "Your address is proven already.": "Votre adresse est déjà confirmée.",
  "This code is for an address that you no longer have.": "Ce code est pour une adresse que vous n'avez plus.",
  "An API key has no address: this route is for people.":
    "Une clé d'API n'a pas d'adresse : cette route est pour les personnes.",
  "Set `senderEmail` first: PATCH /v1/account.": "Indiquez d'abord `senderEmail` : PATCH /v1/account.",
  "This code is for an address that is no longer the account's.":
    "Ce code est pour une adresse qui n'est plus celle du compte.",
  "Choose a password: nobody signs in with the invited address yet.":
    "Choisissez un mot de passe : personne ne se connecte encore avec l'adresse invitée.",
  "You are a member of this account already.": "Vous êtes déjà membre de ce compte.",
  "This address is invited already: send that invitation again instead.":
    "Cette adresse est déjà invitée : renvoyez plutôt cette invitation.",
  "E-mail to this address bounced for good, or was reported as unwanted: take the invitation back, and invite an address that works.":
    "Les courriels à cette adresse sont revenus pour de bon, ou ont été signalés comme indésirables : retirez l'invitation et invitez une adresse qui fonctionne.",
  "This invitation was accepted.": "Cette invitation a été acceptée.",
  "This invitation was sent {} times: take it back and make another.":
    "Cette invitation a été envoyée {} fois : retirez-la et faites-en une autre.",
  "An invitation was sent a moment ago; wait a minute.": "Une invitation vient d'être envoyée ; attendez une minute.",
  "This person is a member by now.": "Cette personne est membre maintenant.",
  "This invitation is for another address than the one you sign in with.":
    "Cette invitation est pour une autre adresse que celle de votre connexion.",
  "Send the `token` of the invitation's e-mail, or sign in.":
    "Envoyez le `token` du courriel d'invitation, ou connectez-vous.",
  "Prove first that your address is yours: POST /v1/me/email/code sends you a code.":
    "Confirmez d'abord votre adresse : POST /v1/me/email/code vous envoie un code.",
  "This invitation is over: it was answered, taken back, sent again or has expired.":
    "Cette invitation n'est plus valable : elle a reçu une réponse, a été retirée, renvoyée ou a expiré.",
  "No such invitation.": "Cette invitation n'existe pas.",
  "No such membership.": "Vous n'êtes pas membre de ce compte.",
  "This reaches beyond the clients assigned to you.": "Cela va au-delà des clients qui vous sont attribués.",
} as const satisfies Readonly<Record<string, string>>;
