let drawn = "";

/** Whether there is something else to draw than what was drawn last. */
export const isNews = (shown: unknown): boolean => {
  const next = JSON.stringify(shown);
  if (next === drawn) return false;
  drawn = next;
  return true;
};

/** Another view is shown: whatever comes is news. */
export const forgetDrawn = (): void => {
  drawn = "";
};
