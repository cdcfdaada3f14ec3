import type { Observed } from "../../evidence/observed.ts";
import type { PacketFilter } from "../../evidence/packet-filter.ts";
import type { Ask } from "../ask.ts";
import { parseFilters } from "../parse/filter-lines.ts";

/** What filters packets to the node's own ports; unknown where only a part of it is to be seen. */
export const probePacketFilter = (ask: Ask): Promise<Observed<PacketFilter>> =>
  ask({ verb: "filters", argument: "" }, parseFilters);
