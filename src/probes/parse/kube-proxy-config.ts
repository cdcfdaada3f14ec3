import { z } from "zod";
import { oncePerText } from "./once-per-text.ts";
import { parseStructuredFile } from "./structured-file.ts";

const config = z.looseObject({
  kind: z.literal("KubeProxyConfiguration"),
  clientConnection: z.looseObject({ kubeconfig: z.string().nullish() }).nullish(),
});

/**
 * `clientConnection.kubeconfig` of a KubeProxyConfiguration; undefined where it is not set or empty.
 * @throws Error where the text is no KubeProxyConfiguration.
 */
export const kubeconfigOfConfig = oncePerText((text): string | undefined => {
  const read = config.safeParse(parseStructuredFile(text));
  if (!read.success) throw new Error("not a KubeProxyConfiguration");
  return read.data.clientConnection?.kubeconfig || undefined;
});
