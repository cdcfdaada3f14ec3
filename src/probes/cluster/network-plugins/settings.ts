import { z } from "zod";
import {
  ciliumKeys,
  type FelixConfiguration,
  type NetworkSettings,
  type PeerAuthentication,
} from "../../../evidence/network-settings.ts";
import { readSelector, selectorSchema } from "./selectors.ts";

const configMapSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  data: z.record(z.string(), z.string()).nullish(),
});
const netConfSchema = z.object({ Backend: z.object({ Type: z.string() }) });

/** Empty where it was not understood: such a ConfigMap must not cost the others their search. */
function backendOf(netConf: string): string {
  try {
    return netConfSchema.parse(JSON.parse(netConf)).Backend.Type;
  } catch {
    return "";
  }
}

/** Of a ConfigMap the settings of a network plugin; nothing of any other. It never throws: what it throws would quote. */
export function readNetworkSettings(item: unknown): NetworkSettings | undefined {
  const read = configMapSchema.safeParse(item);
  if (!read.success) return undefined;
  const { metadata, data } = read.data;
  const place = `${metadata.namespace}/${metadata.name}`;
  if (place === "kube-system/cilium-config") {
    const kept = ciliumKeys.flatMap((key) => (data?.[key] === undefined ? [] : [[key, data[key]]]));
    return { cilium: Object.fromEntries(kept) };
  }
  // Releases before 0.20 are in kube-system.
  return place === "kube-flannel/kube-flannel-cfg" || place === "kube-system/kube-flannel-cfg"
    ? { flannelBackend: backendOf(data?.["net-conf.json"] ?? "") }
    : undefined;
}

const felixSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ wireguardEnabled: z.boolean().nullish(), wireguardEnabledV6: z.boolean().nullish() }).prefault({}),
});

/** A FelixConfiguration as the API gives it. */
export function readFelixConfiguration(item: unknown): FelixConfiguration {
  const { metadata, spec } = felixSchema.parse(item);
  const { wireguardEnabled: wireguard, wireguardEnabledV6: wireguardV6 } = spec;
  return {
    name: metadata.name,
    ...(typeof wireguard === "boolean" && { wireguard }),
    ...(typeof wireguardV6 === "boolean" && { wireguardV6 }),
  };
}

const modeSchema = z.object({ mode: z.string().nullish() }).nullish();
const peerSchema = z.object({
  metadata: z.object({ namespace: z.string(), name: z.string() }),
  spec: z
    .object({
      selector: selectorSchema.nullish(),
      mtls: modeSchema,
      portLevelMtls: z.record(z.string(), modeSchema).nullish(),
    })
    .nullish(),
});
const isSet = (mode: string | null | undefined): mode is string => Boolean(mode) && mode !== "UNSET";

/** A PeerAuthentication as the API gives it. */
export function readPeerAuthentication(item: unknown): PeerAuthentication {
  const { metadata, spec } = peerSchema.parse(item);
  const mode = spec?.mtls?.mode;
  const ports = Object.values(spec?.portLevelMtls ?? {}).map((port) => port?.mode);
  const selector = spec?.selector && readSelector(spec.selector);
  const isForAll = selector && Object.keys(selector.labels).length === 0;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    ...(selector && !isForAll && { selector }),
    ...(isSet(mode) && { mode }),
    ...(ports.some((port) => isSet(port) && port !== "STRICT") && { hasWeakerPort: true as const }),
  };
}
