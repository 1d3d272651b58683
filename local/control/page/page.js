// The page for people: reads the same /_local that scripts and tests use, every two seconds, and draws what changed.

const byId = (id) => document.getElementById(id);

const views = {
  mail: showMessages,
  inbound: showInbound,
  queues: showQueues,
  schedules: showSchedules,
  requests: showRequests,
  calls: showCalls,
  faults: showFaults,
};

let drawn = "";

async function local(place, options) {
  const answer = await fetch(`/_local/${place}`, options);
  const body = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

const post = (place, body) => local(place, { method: "POST", body: JSON.stringify(body) });

function currentView() {
  const name = location.hash.slice(1);
  return name in views ? name : "mail";
}

async function refresh() {
  const name = currentView();
  try {
    await views[name]();
    byId("state").textContent = "";
  } catch (error) {
    byId("state").textContent = `Not answering: ${error.message}`;
  }
}

function turnTo(name) {
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== name;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  drawn = "";
  refresh();
}

/** True when there is something new to draw. */
function isNews(list) {
  const next = JSON.stringify(list);
  if (next === drawn) return false;
  drawn = next;
  return true;
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const time = (at) => new Date(at).toLocaleTimeString();
const when = (at) => (at ? new Date(at).toLocaleString() : "–");
const statusClass = (status) => (status >= 400 || status === 0 ? "bad" : "good");

// Mailbox

async function showMessages() {
  const { to, channel } = Object.fromEntries(new FormData(byId("filter")));
  const { data } = await local(`messages?${new URLSearchParams({ limit: "100", to: to.trim(), channel })}`);
  if (!isNews([to, ...data.map(({ messageId }) => messageId)])) return;
  const chosen = byId("message").dataset.id;
  const none = to ? "Nothing was sent to this address. It takes the whole address." : "Nothing was sent yet.";
  const lines = data.map((message) => element("li", {}, messageButton(message, chosen)));
  byId("messages").replaceChildren(
    ...(lines.length > 0 ? lines : [element("li", { className: "nothing", textContent: none })]),
  );
}

function messageButton(message, chosen) {
  const button = element(
    "button",
    { type: "button", onclick: () => open(message) },
    element("strong", { textContent: message.to }),
    element("span", { className: "soft", textContent: time(message.at) }),
    element("span", { className: "line", textContent: message.failure ?? message.subject ?? message.text ?? "" }),
  );
  button.dataset.id = message.messageId;
  button.setAttribute("aria-pressed", String(message.messageId === chosen));
  return button;
}

function open(message) {
  const article = byId("message");
  article.dataset.id = message.messageId;
  for (const button of byId("messages").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.id === message.messageId));
  }
  const view = document.importNode(byId("email-view").content, true);
  view.querySelector('[data-of="subject"]').textContent = message.subject ?? "SMS";
  view.querySelector('[data-of="facts"]').append(...facts(message));
  const tabs = bodies(message);
  const body = view.querySelector('[data-of="body"]');
  view.querySelector(".tabs").append(...tabs.map((tab, number) => tabButton(tab, body, number === 0)));
  body.append(tabs[0].draw());
  wireActions(view, message);
  article.replaceChildren(view);
}

/** A sender's name as mailboxes show it: RFC 2047 carries what is not ASCII as `=?UTF-8?B?…?=`. */
const inLetters = (address) =>
  address?.replace(
    /=\?UTF-8\?B\?([^?]*)\?=\s*/gi,
    (_, base64) => `${new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)))} `,
  );

function facts({ from, to, cc, bcc, at, messageId, tags, attachments, failure }) {
  const files = attachments.map(({ fileName, contentType, content, size }) =>
    element("a", {
      href: `data:${contentType};base64,${content}`,
      download: fileName,
      textContent: `${fileName} (${size} bytes) `,
    }),
  );
  const lines = {
    From: inLetters(from),
    To: to,
    Cc: cc,
    Bcc: bcc,
    At: when(at),
    Id: messageId,
    Tags: Object.entries(tags)
      .map((pair) => pair.join("="))
      .join(", "),
    "Not sent": failure,
  };
  const shown = Object.entries(lines).filter(([, value]) => value);
  if (files.length > 0) shown.push(["Files", files]);
  return shown.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", {}, ...[value].flat())]);
}

function bodies({ channel, html, trackedHtml, text, headers }) {
  if (channel === "sms") return [{ name: "SMS", draw: () => element("p", { className: "bubble", textContent: text }) }];
  const plain = (content) => () => element("pre", { textContent: content });
  const all = [
    html !== undefined && { name: "As received", draw: () => mailFrame(trackedHtml ?? html) },
    text !== undefined && { name: "Text", draw: plain(text) },
    html !== undefined && { name: "HTML", draw: plain(html) },
    {
      name: "Headers",
      draw: plain(
        Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join("\n"),
      ),
    },
  ];
  return all.filter(Boolean);
}

/** Somebody else's HTML: no scripts, no forms, no origin; its links open beside. */
function mailFrame(html) {
  const frame = element("iframe", { title: "The e-mail", srcdoc: `<base target="_blank">${html}` });
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  return frame;
}

function tabButton({ name, draw }, body, selected) {
  const button = element("button", { type: "button", textContent: name, role: "tab" });
  button.setAttribute("aria-selected", String(selected));
  button.onclick = () => {
    for (const other of button.parentElement.children) other.setAttribute("aria-selected", String(other === button));
    body.replaceChildren(draw());
  };
  return button;
}

function wireActions(view, message) {
  const output = view.querySelector("output");
  const link = message.html?.match(/href="(https?:[^"]+)"/)?.[1]?.replaceAll("&amp;", "&");
  for (const button of view.querySelectorAll("[data-event]")) {
    button.hidden = message.channel === "sms";
    button.onclick = async () => {
      const report = post("events", { messageId: message.messageId, type: button.dataset.event, link });
      output.textContent = await report.then(
        () => `${button.textContent} ✓`,
        (error) => error.message,
      );
    };
  }
  view.querySelector("[data-reply]").onclick = () => reply(message);
}

function reply({ channel, from, to, subject }) {
  const form = byId("write");
  const bare = (address) => address.match(/<([^>]+)>/)?.[1] ?? address;
  form.channel.value = channel;
  form.from.value = bare(to.split(",")[0]);
  form.to.value = bare(from);
  form.subject.value = subject ? `Re: ${subject}` : "";
  location.hash = "inbound";
  form.text.focus();
}

// Tables

function drawTable(place, titles, rows) {
  const head = element("tr", {}, ...titles.map((title) => element("th", { textContent: title })));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell ?? ""))));
  const nothing = element("p", { className: "nothing", textContent: "Nothing yet." });
  byId(place).replaceChildren(rows.length > 0 ? element("table", {}, head, ...body) : nothing);
}

async function showInbound() {
  const { data } = await local("inbound");
  if (!isNews(data)) return;
  const rows = data.map(({ at, channel, from, to, subject, text }) => [when(at), channel, from, to, subject, text]);
  drawTable("inbound-list", ["At", "Kind", "From", "To", "Subject", "Text"], rows);
}

async function showQueues() {
  const { data } = await local("queues");
  if (!isNews(data)) return;
  const rows = data.map(({ name, visible, inFlight, delayed, deadLetterQueue, maxReceiveCount, isDeadLetterQueue }) => [
    name,
    element("span", { className: isDeadLetterQueue && visible > 0 ? "bad" : "", textContent: String(visible) }),
    String(inFlight),
    String(delayed),
    isDeadLetterQueue ? "dead letters" : deadLetterQueue ? `${deadLetterQueue} after ${maxReceiveCount}` : "",
  ]);
  drawTable("queue-list", ["Queue", "Waiting", "In hand", "Delayed", "Dead letters to"], rows);
}

async function showSchedules() {
  const { data } = await local("schedules");
  if (!isNews(data)) return;
  const rows = data.map(({ name, group, expression, timeZone = "", nextAt, state, target }) => {
    const run = element("button", { type: "button", textContent: "Run now" });
    run.onclick = async () => {
      run.textContent = await post(`schedules/${encodeURIComponent(name)}/run`, {}).then(
        () => "Ran ✓",
        (error) => error.message,
      );
    };
    return [name, group, `${expression} ${timeZone}`, state === "ENABLED" ? when(nextAt) : "disabled", target, run];
  });
  drawTable("schedule-list", ["Schedule", "Group", "When", "Next", "Target", ""], rows);
}

async function showRequests() {
  const { data } = await local("requests");
  if (!isNews(data)) return;
  const rows = data.map(({ at, method, path, status, ms }) => [time(at), method, path, statusCell(status), `${ms} ms`]);
  drawTable("request-list", ["At", "Method", "Path", "Status", "Took"], rows);
}

async function showCalls() {
  const { data } = await local("calls");
  if (!isNews(data)) return;
  const rows = data.map(({ at, functionName, service, operation, status, ms }) => [
    time(at),
    functionName || "operator",
    service,
    operation,
    statusCell(status),
    `${ms} ms`,
  ]);
  drawTable("call-list", ["At", "Function", "Service", "Operation", "Status", "Took"], rows);
}

function statusCell(status) {
  return element("span", { className: statusClass(status), textContent: status === 0 ? "dropped" : String(status) });
}

async function showFaults() {
  const { data } = await local("faults");
  if (!isNews(data)) return;
  const rows = data.map(({ service, mode, rate, function: named = "any", operation = "any", count = "∞" }) => [
    service,
    operation,
    mode,
    String(rate),
    named,
    String(count),
  ]);
  drawTable("fault-list", ["Service", "Operation", "How", "Share", "Function", "Left"], rows);
}

// Forms

byId("filter").oninput = refresh;
byId("filter").onsubmit = (event) => event.preventDefault();

function onSubmit(id, action) {
  byId(id).onsubmit = async (event) => {
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value !== "");
    try {
      await action(Object.fromEntries(filled));
      await refresh();
    } catch (error) {
      byId("state").textContent = error.message;
    }
  };
}

onSubmit("write", async (message) => {
  await post("inbound", message);
  byId("write").text.value = "";
});

onSubmit("break", ({ rate, count, ...fault }) =>
  post("faults", { ...fault, rate: Number(rate), ...(count && { count: Number(count) }) }),
);

byId("mend").onclick = () => local("faults", { method: "DELETE" }).then(refresh);

addEventListener("hashchange", () => turnTo(currentView()));
setInterval(() => {
  if (!document.hidden) refresh();
}, 2000);
turnTo(currentView());
