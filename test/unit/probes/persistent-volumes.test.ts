import { expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import { getNodeVolumes } from "../../../src/probes/cluster/persistent-volumes.ts";
import { answeringApi, forbidden, listed } from "../../support/api-session.ts";

const volumes = (answer: ApiAnswer) => getNodeVolumes(answeringApi(() => answer));

it("keeps PersistentVolumes that are paths on nodes, and who claims them", async () => {
  const claimRef = { kind: "PersistentVolumeClaim", namespace: "shop", name: "data", uid: "1" };
  const fact = await volumes(
    listed(
      { metadata: { name: "a" }, spec: { hostPath: { path: "/data" }, claimRef }, status: { phase: "Bound" } },
      { metadata: { name: "b" }, spec: { local: { path: "/mnt" } }, status: { phase: "Available" } },
      { metadata: { name: "c" }, spec: { csi: { driver: "x" }, claimRef }, status: { phase: "Bound" } },
    ),
  );
  expect(fact).toMatchObject({
    state: "present",
    value: [
      { name: "a", kind: "hostPath", path: "/data", phase: "Bound", claim: { namespace: "shop", name: "data" } },
      { name: "b", kind: "local", path: "/mnt", phase: "Available" },
    ],
  });
});

it("are unknown with the missing right, or where one has no path", async () => {
  expect(await volumes(forbidden)).toMatchObject({ state: "unknown", message: "list persistentvolumes: forbidden" });
  const broken = listed({ metadata: { name: "a" }, spec: { hostPath: {} } });
  expect(await volumes(broken)).toMatchObject({ state: "unknown", reason: "unparseable" });
});
