/** What a client agreed to, per channel. `general`: about their own business with us; `marketing`: campaigns. */
export interface Subscriptions {
  email: { general: boolean; marketing: boolean };
  sms: { general: boolean; marketing: boolean };
}

/** Nobody has agreed to marketing until they did; mails about their own business are expected. */
export const defaultSubscriptions: Subscriptions = {
  email: { general: true, marketing: false },
  sms: { general: true, marketing: false },
};

/** `1100`: yes or no to general and marketing e-mails, then to general and marketing SMS. */
export const shortSubscriptions = ({ email, sms }: Subscriptions): string =>
  [email.general, email.marketing, sms.general, sms.marketing].map((yes) => (yes ? "1" : "0")).join("");

/** Subscriptions as they were before they were shortened; what was stored whole is left as it is. */
export const readSubscriptions = (stored: unknown): unknown => {
  if (typeof stored !== "string") return stored;
  const [general, marketing, generalSms, marketingSms] = [...stored].map((sign) => sign === "1");
  return { email: { general, marketing }, sms: { general: generalSms, marketing: marketingSms } };
};
