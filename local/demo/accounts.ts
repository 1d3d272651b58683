type Place = [city: string, region: string, postalCode: string, lat: number, lng: number];

const person = (
  firstName: string,
  lastName: string,
  language: string,
  mobile: string,
  tags: string[],
  place: Place,
) => {
  const [city, region, postalCode, lat, lng] = place;
  const mailbox = `${firstName}.${lastName}`
    .normalize("NFD")
    .replaceAll("Œ", "OE")
    .replace(/[^A-Za-z.]/g, "")
    .toLowerCase();
  return {
    firstName,
    lastName,
    language,
    mobile,
    tags,
    email: `${mailbox}@example.org`,
    addresses: [{ label: "Maison", city, ...(region ? { region } : {}), postalCode, location: { lat, lng } }],
    subscriptions: { email: { general: true, marketing: true } },
  };
};

/** The two businesses that the one-machine runner opens on its first start; invented, like everybody in them. */
export const demoAccounts = [
  {
    name: "Garage Boréal",
    face: {
      postalAddress: "1450, rue des Mélèzes\nMontréal (Québec)  H2X 1Y4",
      phone: "514 555-0100",
      website: "https://garage-boreal.example",
      replyTo: "bonjour@garage-boreal.example",
      accentColor: "#1d6b52",
    },
    logo: "garage-boreal.png",
    country: "CA",
    currency: "CAD",
    timeZone: "America/Toronto",
    language: "fr",
    owner: { email: "marie@garage-boreal.example", name: "Marie Tremblay", password: "Boreal-2026!" },
    clientType: {
      id: "ctp_01HZX3QK8S5T7VWXYZ0123456A",
      name: "Véhicule",
      sections: [
        {
          name: "Véhicule",
          fields: [
            { key: "plate", label: "Plaque", kind: "text", searchable: true, filterable: true },
            { key: "make", label: "Marque", kind: "text", filterable: true },
          ],
        },
      ],
    },
    clients: [
      {
        // The one whom examples of the reference name.
        id: "cli_01HZX3QK8S5T7VWXYZ0123456A",
        ...person(
          "Noémie",
          "Côté",
          "fr",
          "+15145550101",
          ["VIP", "pneus"],
          ["Montréal", "QC", "H2X 1Y4", 45.5152, -73.5673],
        ),
      },
      person("Hugo", "Benali", "fr", "+15145550102", ["pneus"], ["Laval", "QC", "H7N 5W1", 45.5744, -73.6928]),
      person(
        "Olivia",
        "O'Neill",
        "en",
        "+15145550103",
        ["VIP", "fleet"],
        ["Montréal", "QC", "H3A 0G4", 45.5048, -73.5772],
      ),
      person("Gaël", "Gagnon", "fr", "+14185550104", [], ["Québec", "QC", "G1R 4S9", 46.8139, -71.208]),
      person("Priya", "Martin", "en", "+14505550105", ["fleet"], ["Longueuil", "QC", "J4K 1A1", 45.5312, -73.5181]),
      person("Océane", "Œuvrard", "fr", "+15145550106", ["VIP"], ["Montréal", "QC", "H2T 2N2", 45.5236, -73.6008]),
    ],
  },
  {
    name: "Salon Meuse",
    face: {
      postalAddress: "Quai de la Meuse 12\n4000 Liège",
      phone: "04 221 12 12",
      website: "https://salon-meuse.example",
      replyTo: "bonjour@salon-meuse.example",
      // Pale: what is written on it is black, and lines and links take a darker shade.
      accentColor: "#f5c400",
    },
    logo: "salon-meuse.png",
    country: "BE",
    currency: "EUR",
    timeZone: "Europe/Brussels",
    language: "fr",
    owner: { email: "joelle@salon-meuse.example", name: "Joëlle Lambert", password: "Meuse-2026!!" },
    clientType: {
      name: "Particulier",
      sections: [
        {
          name: "Coupe",
          fields: [{ key: "colour", label: "Couleur", kind: "choice", options: ["foncé", "clair"], filterable: true }],
        },
      ],
    },
    clients: [
      person("Koen", "Verschueren", "en", "+32475550107", ["barbe"], ["Liège", "", "4000", 50.6333, 5.5667]),
      person("Annelies", "Janssens", "en", "+32475550108", ["VIP"], ["Namur", "", "5000", 50.4669, 4.8675]),
      person("Léa", "D'Amours", "fr", "+32475550109", ["VIP", "couleur"], ["Liège", "", "4020", 50.6412, 5.5871]),
      person("Wouter", "De Smet", "en", "+32475550110", [], ["Huy", "", "4500", 50.5187, 5.2394]),
    ],
  },
];
