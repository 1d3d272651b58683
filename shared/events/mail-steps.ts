/** What is published of the e-mail that brought something: its `MailState`. */
export const mailFields = ["mail", "mailAt", "mailError", "mailBounce"] as const;

/** What happens to that e-mail, a step each: `document_share.mail_bounced`. */
export const mailSteps = {
  mail_queued: { mail: "queued" },
  mail_sent: { mail: "sent" },
  mail_failed: { mail: "failed" },
  mail_delayed: { mail: "delayed" },
  mail_delivered: { mail: "delivered" },
  mail_bounced: { mail: "bounced" },
  mail_complained: { mail: "complained" },
} as const;
