import { z } from "zod";
import { type KubeletInForce, type SettingInForce, settingsInForce } from "../../evidence/kubelet-in-force.ts";

// Older kubelets name neither kind nor version; in one process with others (K3s) they have parts of their own beside it.
const configzSchema = z.object({
  kubeletconfig: z.looseObject({
    kind: z.literal("KubeletConfiguration").exactOptional(),
    apiVersion: z.literal("kubelet.config.k8s.io/v1beta1").exactOptional(),
    // What kubelets before 1.10 call the settings of static pods, of which absence would else seem to be proven.
    podManifestPath: z.never().exactOptional(),
    manifestURL: z.never().exactOptional(),
  }),
});

/** The value at a dotted path; undefined where it, or a part of the way, is not there or null. */
const valueAt = (config: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? ((value as Readonly<Record<string, unknown>>)[key] ?? undefined)
          : undefined,
      config,
    );

function settingAt(config: unknown, path: SettingInForce): boolean | number | string {
  const zero = settingsInForce[path];
  const value = valueAt(config, path);
  if (value === undefined && "leftOut" in zero) return zero.leftOut;
  const type = "leftOut" in zero ? typeof zero.leftOut : zero.written;
  if (typeof value !== type) throw new Error(`${path} is no ${type}`);
  return value as boolean | number | string;
}

/** A URL may have a password in it, and rules ask only whether there is one. */
const kept = (path: SettingInForce, value: boolean | number | string): boolean | number | string =>
  path === "staticPodURL" && value !== "" ? "REDACTED" : value;

/**
 * Of what a kubelet answers to /configz the settings that rules look at.
 * @throws where it is no whole KubeletConfiguration, of which nothing could be called unset.
 */
export function readConfigz(body: unknown): KubeletInForce {
  const { kubeletconfig } = configzSchema.parse(body);
  const paths = Object.keys(settingsInForce) as readonly SettingInForce[];
  return Object.fromEntries(
    paths.map((path) => [path, kept(path, settingAt(kubeletconfig, path))]),
  ) as unknown as KubeletInForce;
}
