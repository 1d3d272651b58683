import type { Client } from "../../shared/entities/client.ts";
import { stampOf } from "../../shared/entities/client-stamp.ts";
import { type ClientState, stateOf } from "../../shared/projection/client-state.ts";

/** A client as whoever writes it leaves it: with what it is found by. */
export const stamped = (client: Client): ClientState => stateOf(client, stampOf(client));
