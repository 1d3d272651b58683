import { routes as clients } from "../../functions/clients/manifest.ts";
import { routes as imports } from "../../functions/imports/manifest.ts";
import { routes as privacy } from "../../functions/privacy/manifest.ts";
import { sampleFiles } from "./files.ts";
import type { PrivacyWorld } from "./privacy-world.ts";

/** What nobody else has: wherever one of these stands after an erasure, something of the person is left. */
const marks = [
  "zuberbuhler",
  "zuberbühler",
  "noemie@quelquepart.example",
  "autre@quelquepart.example",
  "5145550187",
  "4185550143",
  "K7X201",
  "K7X 201",
  "ruedesérables",
  "notesecrete",
  "remarquesecrete",
  "messagesecret",
  "demandesecrete",
  "partagesecret",
  "tresunique",
  "radiographie.pdf",
  "assurance-perso.pdf",
  "contenu-tres-prive",
  "peut-être-plus-tard",
];

const pdf = (text: string) => Buffer.concat([sampleFiles.pdf, Buffer.from(text)]);
export const csv =
  "Nom;Courriel;Cellulaire;Infolettre\nNoémie Zuberbühler;noemie@quelquepart.example;514 555-0187;peut-être-plus-tard\n";

/** A client who came by an import, with one of everything. */
export const withEverything = async (world: PrivacyWorld) => {
  const { send } = world;
  await world.importList(csv);
  const { body: found } = await send("clients", clients.list, { query: { q: "zuberbühler" } });
  const id = found.data[0]?.id ?? "";
  const { body: type } = await send("clients", clients.createType, {
    body: {
      name: "Auto",
      sections: [
        { name: "A", fields: [{ key: "plate", label: "Plaque", kind: "text", searchable: true, filterable: true }] },
      ],
    },
  });
  const params = { id };
  await send("clients", clients.update, {
    params,
    body: {
      typeId: type.id,
      fields: { plate: "K7X 201" },
      tags: ["tresunique"],
      addresses: [{ line1: "12 ruedesérables", city: "Laval" }],
      phones: [{ number: "418 555-0143" }],
    },
  });
  await send("clients", clients.update, { params, body: { email: "autre@quelquepart.example" } });
  for (const body of ["notesecrete 1", "notesecrete 2"])
    await send("clients", clients.addNote, {
      ...{ params, body: { body } },
      headers: { ...world.headers, "idempotency-key": body },
    });
  await send("clients", clients.bulk, {
    body: { selection: { filter: { field: { plate: "K7X 201" } } }, action: { kind: "tag", tag: "Garage" } },
  });
  await send("clients", clients.addComment, { params, body: { body: "remarquesecrete" } });
  await send("clients", clients.putSubscriptions, {
    params,
    body: { email: { marketing: true }, how: "phone", wording: "Zuberbühler a dit oui" },
  });
  await world.attach(id, "radiographie.pdf", pdf("contenu-tres-prive"));
  const { token: requested } = await world.request(id, {
    title: "demandesecrete",
    message: "Bonjour Noémie Zuberbühler",
  });
  await world.answer(requested, "assurance-perso.pdf", pdf("contenu-tres-prive"));
  const tariff = await world.libraryDocument("tarifs.pdf", pdf("tarifs"));
  const shared = await world.share(tariff, id, "partagesecret");
  await world.openPage(shared);
  await send("clients", clients.bulk, {
    body: {
      selection: { clientIds: [id] },
      action: { kind: "message", subject: "messagesecret", body: "messagesecret" },
    },
  });
  await world.work();
  await world.exportList();
  await send("privacy", privacy.exportPerson, { params });
  await world.work();
  await send("imports", imports.create, { body: { kind: "clients", fileName: "autre.csv" } });
  await world.follow();
  return { id, requested, shared, tariff };
};

/** Where something of the person still stands. */
const leftovers = ({ memory, files }: PrivacyWorld): string[] => {
  const said = (text: string) => marks.filter((mark) => text.toLowerCase().includes(mark.toLowerCase()));
  const json = (item: unknown) =>
    JSON.stringify(item, (_, value: unknown) => (value instanceof Set ? [...value] : value));
  const items = [...memory.items.values()].map((item) => ({ where: `${item.pk} ${item.sk}`, text: json(item) }));
  const objects = [...files.files, ...files.quarantine].map(([key, content]) => ({
    where: key,
    text: `${key} ${content.toString()}`,
  }));
  return [...items, ...objects].flatMap(({ where, text }) => said(text).map((mark) => `${mark} in ${where}`));
};

/** The receipt names files of lists that came in or went out; the bucket removes them by itself. */
export const beyondTheReceipt = (world: PrivacyWorld) =>
  leftovers(world).filter((one) => !/ in (imports|exports)\//.test(one));
