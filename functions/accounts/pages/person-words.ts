import { wordings } from "../../../shared/messaging/wordings.ts";

interface PersonWords {
  invitation: (business: string) => string;
  invited: (business: string, email: string) => string;
  newHere: string;
  name: string;
  password: string;
  passwordRules: string;
  accept: string;
  decline: string;
  until: (day: string) => string;
  accepted: (business: string) => string;
  declined: string;
  reset: string;
  resetFor: (email: string) => string;
  resetButton: string;
  resetDone: string;
  failed: string;
}

/** What the pages for the business's own people say. */
export const personWords = wordings<PersonWords>({
  fr: (fr) => ({
    invitation: (business) => fr`Invitation : ${business}`,
    invited: (business, email) => fr`${business} vous invite à travailler dans son compte, avec l’adresse ${email}.`,
    newHere: "Choisissez un mot de passe : c’est avec lui et votre adresse que vous vous connecterez.",
    name: "Votre nom",
    password: "Mot de passe",
    passwordRules: "Au moins dix caractères, dont une majuscule, une minuscule, un chiffre et un symbole.",
    accept: "Accepter",
    decline: "Décliner",
    until: (day) => fr`L’invitation est valable jusqu’au ${day}. Sans réponse, rien ne change.`,
    accepted: (business) => fr`C’est fait : vous travaillez maintenant dans le compte de l’entreprise ${business}.`,
    declined: "L’invitation est déclinée. Rien n’a changé.",
    reset: "Choisir un nouveau mot de passe",
    resetFor: (email) => fr`Pour : ${email}`,
    resetButton: "Enregistrer le mot de passe",
    resetDone: "C’est fait : votre mot de passe est changé, et vos sessions ouvertes ailleurs sont fermées.",
    failed: "Cela n’a pas pu être enregistré. Réessayez dans un instant.",
  }),
  en: {
    invitation: (business) => `Invitation: ${business}`,
    invited: (business, email) => `${business} invites you to work in its account, with the address ${email}.`,
    newHere: "Choose a password: you will sign in with it and your address.",
    name: "Your name",
    password: "Password",
    passwordRules: "At least ten characters, among them a capital, a small letter, a digit and a symbol.",
    accept: "Accept",
    decline: "Decline",
    until: (day) => `The invitation works until ${day}. Without an answer, nothing changes.`,
    accepted: (business) => `Done: you work in the account of ${business} now.`,
    declined: "The invitation is declined. Nothing has changed.",
    reset: "Choose a new password",
    resetFor: (email) => `For: ${email}`,
    resetButton: "Save the password",
    resetDone: "Done: your password is changed, and your sessions elsewhere are ended.",
    failed: "This could not be saved. Try again in a moment.",
  },
});
