import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { RunningProcess } from "./supervise.ts";

const startLimitMs = 60_000;

/** Waits until the process takes connections. @throws what it said last, when it has ended or takes too long. */
export const untilOpen = async (running: RunningProcess, port: number): Promise<void> => {
  const deadline = Date.now() + startLimitMs;
  while (!(await accepts(port))) {
    if (running.hasEnded) throw new Error(`The engine of the table did not start: ${running.said()}`);
    if (Date.now() > deadline)
      throw new Error(`The engine of the table did not answer within ${startLimitMs / 1000} s: ${running.said()}`);
    await pause(10);
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
