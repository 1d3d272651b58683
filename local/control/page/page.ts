import { ask, post } from "./ask.ts";
import { byId, fieldOf, filledIn, formById } from "./dom.ts";
import { showInbound } from "./inbound.ts";
import { showCalls, showFaults, showQueues, showRequests, showSchedules } from "./machine.ts";
import { showMailbox } from "./mailbox.ts";
import { forgetDrawn } from "./news.ts";

// The page for people: reads the same /_local that scripts and tests use, every two seconds, and draws what changed.

const views: Readonly<Record<string, () => Promise<void>>> = {
  mail: showMailbox,
  inbound: showInbound,
  queues: showQueues,
  schedules: showSchedules,
  requests: showRequests,
  calls: showCalls,
  faults: showFaults,
};

const state = byId("state");

const currentView = (): string => {
  const name = location.hash.slice(1);
  return Object.hasOwn(views, name) ? name : "mail";
};

const refresh = async (): Promise<void> => {
  try {
    await views[currentView()]?.();
    state.textContent = "";
  } catch (error) {
    state.textContent = `Not answering: ${error instanceof Error ? error.message : error}`;
  }
};

const turnTo = (name: string): void => {
  for (const section of document.querySelectorAll<HTMLElement>("main > section")) section.hidden = section.id !== name;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  forgetDrawn();
  void refresh();
};

/** What is left empty is not sent. */
const onSubmit = (id: string, action: (filled: Record<string, string>) => Promise<unknown>): void => {
  const form = formById(id);
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      await action(Object.fromEntries(Object.entries(filledIn(form)).filter(([, value]) => value !== "")));
      await refresh();
    } catch (error) {
      state.textContent = error instanceof Error ? error.message : String(error);
    }
  };
};

formById("filter").oninput = refresh;
formById("filter").onsubmit = (event) => event.preventDefault();

onSubmit("write", async (message) => {
  await post("inbound", message);
  fieldOf(formById("write"), "text").value = "";
});

onSubmit("break", ({ rate, count, ...fault }) =>
  post("faults", { ...fault, rate: Number(rate), ...(count && { count: Number(count) }) }),
);

byId("mend").onclick = () => ask("faults", { method: "DELETE" }).then(refresh);

addEventListener("hashchange", () => turnTo(currentView()));
setInterval(() => {
  if (!document.hidden) void refresh();
}, 2000);
turnTo(currentView());
