import { Socket } from "node:net";

/** A unit test that reaches the network is not one: only the machine itself may be called. */
const connect = Socket.prototype.connect;

const isHere = (host: unknown): boolean =>
  host === undefined || host === null || host === "localhost" || host === "::1" || String(host).startsWith("127.");

function connectHere(this: Socket, ...args: unknown[]) {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host =
    typeof first === "object" && first !== null && "host" in first
      ? first.host
      : typeof first === "number"
        ? args[1]
        : undefined;
  if (typeof host !== "function" && !isHere(host)) {
    throw new Error(`A unit test tried to reach ${String(host)}: give it a fake instead.`);
  }
  return Reflect.apply(connect, this, args);
}

// Files share what is loaded, and this is run before each of them.
if (connect.name !== connectHere.name) Socket.prototype.connect = connectHere;
