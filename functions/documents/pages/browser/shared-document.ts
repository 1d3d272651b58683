/** Says once that somebody has the page before their eyes. Programs that follow links do not get so far. */
const reportView = (): void => {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", reportView);
  const body = new URLSearchParams({ action: "view" });
  fetch(location.href, { method: "POST", body, keepalive: true }).catch(() => {});
};

document.addEventListener("visibilitychange", reportView);
reportView();
