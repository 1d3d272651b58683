/** The provider will not take this message, however often it is tried. */
export class DeliveryRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "DeliveryRefused";
  }
}
