import { type CampaignPlace, sealCampaignLink } from "../../../shared/entities/engagement.ts";
import { sealUnsubscribe } from "../../../shared/entities/link.ts";

/** The addresses in one recipient's e-mail that are our own. */
export interface MailLinks {
  unsubscribe: string;
  /** Where the button leads, for calls to action whose effect we can tell; none where an e-mail is only looked at. */
  call?: string;
  /** Where our pages and pictures live, without a slash at the end. */
  pages: string;
}

/** A preview unsubscribes nobody, and nobody comes back by it. */
export const viewLinks = (publicUrl: string): MailLinks => ({ unsubscribe: "#", pages: publicUrl });

/** @param address the hash of the address that the e-mail goes to
 * @param hasCall whether the e-mail has a button that leads to us */
export const linksOf = (
  place: CampaignPlace,
  address: string,
  hasCall: boolean,
  publicUrl: string,
  key: string,
): MailLinks => ({
  unsubscribe: `${publicUrl}/p/${sealUnsubscribe({ ...place, address }, key)}`,
  ...(hasCall ? { call: `${publicUrl}/c/${sealCampaignLink(place, key)}` } : {}),
  pages: publicUrl,
});
