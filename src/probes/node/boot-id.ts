import type { Observed } from "../../evidence/observed.ts";
import { type Ask, asText } from "../ask.ts";

// One of the few files that the reader reads of what the kernel makes up.
const path = "/proc/sys/kernel/random/boot_id";
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the kernel calls the boot that it runs since: the kubelet tells the API the same (status.nodeInfo.bootID). */
export const probeBootId = (ask: Ask): Promise<Observed<string>> =>
  ask({ verb: "read", argument: path }, (payload) => {
    const text = asText(payload).trim().toLowerCase();
    if (!uuid.test(text)) throw new Error("not what the kernel writes there");
    return text;
  });
