import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A real Chromium, as the machine has it. @throws Error with what to install where there is none */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error("No Chromium: install the package `chromium`, or name one in CHROMIUM.");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
};

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };
