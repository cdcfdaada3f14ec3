import { z } from "zod";
import { oncePerText } from "./once-per-text.ts";

const plugin = z.object({ type: z.string().min(1), delegates: z.array(z.unknown()).default([]) });
const list = z.object({ plugins: z.array(z.unknown()).min(1) });

/** What a plugin, or a list of them, names; Multus names the others as its delegates. */
function pluginsOf(data: unknown): readonly string[] {
  const asList = list.safeParse(data).data;
  if (asList !== undefined) return asList.plugins.flatMap(pluginsOf);
  const read = plugin.safeParse(data);
  if (!read.success) throw new Error("no network configuration: a plugin without a type");
  return [read.data.type, ...read.data.delegates.flatMap(pluginsOf)];
}

/** The plugins that a network configuration names, in its order. @throws Error where it is none. */
export const parseCniConfiguration = oncePerText((text): readonly string[] => pluginsOf(JSON.parse(text)));
