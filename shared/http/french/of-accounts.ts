/** Who calls, accounts, people, teams and keys. */
export const ofAccounts = {
  "The account no longer exists.": "Ce compte n'existe plus.",
  "The API key is unknown or revoked.": "Cette clé d'API est inconnue ou révoquée.",
  "The API key is not one of the account that Clientele-Account names.":
    "Cette clé d'API n'appartient pas au compte que nomme Clientele-Account.",
  "This route is for people: sign in with POST /v1/session.":
    "Cette route est pour les personnes : connectez-vous avec POST /v1/session.",
  "Send `Authorization: Bearer …` with an API key or an access token.":
    "Envoyez l'en-tête Authorization avec `Bearer` et une clé d'API ou un jeton d'accès.",
  "You belong to no account yet.": "Vous n'appartenez encore à aucun compte.",
  "You do not belong to the account that Clientele-Account names.":
    "Vous n'appartenez pas au compte que nomme Clientele-Account.",
  "The access token is not valid or has expired; sign in again.":
    "Le jeton d'accès n'est pas valide ou a expiré ; reconnectez-vous.",
  "Sign-ins cannot be checked at the moment; try again.":
    "Les connexions ne peuvent pas être vérifiées en ce moment ; réessayez.",
  "You cannot give what you do not have: {}.": "On ne peut donner que ce qu'on a : {}.",
  "Only an owner decides who owns.": "Seul un propriétaire décide qui est propriétaire.",
  "Only an owner can change or remove an owner.": "Seul un propriétaire peut modifier ou retirer un propriétaire.",
  "Your rights in this account have just been changed.": "Vos droits dans ce compte viennent de changer.",
  "An API key has no profile: this route is for people.":
    "Une clé d'API n'a pas de profil : cette route est pour les personnes.",
  "This is not the current password.": "Ce n'est pas le mot de passe actuel.",
  "The e-mail address has not been confirmed yet.": "L'adresse courriel n'a pas encore été confirmée.",
  "Too many attempts; wait a moment.": "Trop de tentatives ; attendez un instant.",
  "The e-mail address, the password or the token is wrong.":
    "L'adresse courriel, le mot de passe ou le jeton est erroné.",
  "This person signs in by a way that this route does not offer.":
    "Cette personne se connecte d'une façon que cette route n'offre pas.",
  "Choose a password of your own: the one from the invitation opens only this once.":
    "Choisissez votre propre mot de passe : celui de l'invitation ne sert qu'une fois.",
  "This person is a member of the account already.": "Cette personne est déjà membre du compte.",
  "This is the account's only owner: make somebody else an owner first.":
    "C'est le seul propriétaire du compte : nommez-en d'abord un autre.",
  "Accounts are not opened this way here: ask whoever runs it.":
    "On n'ouvre pas de compte ainsi ici : demandez à qui gère l'installation.",
  "Required: {} has no default": "Requis : {} n'a pas de valeur par défaut",
  "This address signs in already, with another password.":
    "Cette adresse se connecte déjà, avec un autre mot de passe.",
  "A team is made of members.": "Une équipe se compose de membres.",
  "No such API key.": "Cette clé d'API n'existe pas.",
  "No such account.": "Ce compte n'existe pas.",
  "No such member.": "Ce membre n'existe pas.",
  "No such member": "Ce membre n'existe pas",
  "There is no such member.": "Ce membre n'existe pas.",
  "Expected a colour like #0b5394": "Une couleur comme #0b5394 est attendue",
  "A logo is a PNG, JPEG or WebP picture": "Un logo est une image PNG, JPEG ou WebP",
  "A logo has no versions: PUT /v1/account/logo gives the account another one.":
    "Un logo n'a pas de versions : PUT /v1/account/logo en donne un autre au compte.",
  "This is the account's logo: DELETE /v1/account/logo first.":
    "C'est le logo du compte : faites d'abord DELETE /v1/account/logo.",
  "No such team.": "Cette équipe n'existe pas.",
} as const satisfies Readonly<Record<string, string>>;
