import { describe, expect, it } from "vitest";
import type { AnswerForm, ApiAnswer } from "../../../src/connect/session.ts";
import { entriesSeen } from "../../../src/evidence/observed.ts";
import { discover } from "../../../src/probes/cluster/discovery.ts";
import { answeringApi } from "../../support/api-session.ts";

const resources = (...given: readonly object[]) => ({ kind: "APIResourceList", resources: given });
const pods = { name: "pods", kind: "Pod", namespaced: true, verbs: ["get", "list", "create"], categories: ["all"] };
const group = (name: string, ...versions: readonly string[]) => ({
  name,
  versions: versions.map((version) => ({ groupVersion: `${name}/${version}`, version })),
  preferredVersion: { groupVersion: `${name}/${versions[0]}`, version: versions[0] },
});

/** A server that answers these paths; all others are not found. */
function serverOf(bodies: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const get = async (path: string, form?: AnswerForm): Promise<ApiAnswer> => {
    asked.push(form === "metadata" ? `${path} (metadata)` : path);
    const body = bodies[path];
    return body === undefined
      ? { state: "failed", cause: "unsupported", message: `GET ${path}: 404`, status: 404 }
      : { state: "answered", body };
  };
  return { api: answeringApi(get), asked };
}

const core = { "/api": { kind: "APIVersions", versions: ["v1"] }, "/api/v1": resources(pods) };

async function discovered(bodies: Readonly<Record<string, unknown>>) {
  const { api, asked } = serverOf({ ...core, ...bodies });
  const fact = await discover(api);
  const versions = entriesSeen(fact).map((found) => `${found.group}/${found.version} ${found.resources.state}`);
  return { fact, asked, versions };
}

describe("discovery", () => {
  it("asks for every version of every group, the preferred one first", async () => {
    const apps = { ...group("apps", "v1", "v1beta1"), preferredVersion: { version: "v1beta1" } };
    const { asked } = await discovered({ "/apis": { groups: [apps] } });
    expect(asked).toEqual(["/api", "/apis", "/api/v1", "/apis/apps/v1beta1", "/apis/apps/v1"]);
  });

  it("keeps what rules need", async () => {
    const { fact } = await discovered({ "/apis": { groups: null } });
    expect(entriesSeen(fact)[0]).toMatchObject({
      group: "",
      version: "v1",
      resources: {
        state: "present",
        value: [{ resource: "pods", kind: "Pod", namespaced: true, verbs: ["create", "list"], categories: ["all"] }],
        source: { request: "GET /api/v1" },
      },
    });
  });

  it("goes on where the server of one group is down", async () => {
    const groups = [group("metrics.k8s.io", "v1beta1"), group("apps", "v1")];
    const { versions } = await discovered({ "/apis": { groups }, "/apis/apps/v1": resources() });
    expect(versions).toEqual(["/v1 present", "metrics.k8s.io/v1beta1 unknown", "apps/v1 present"]);
  });

  it("takes a group without a preferred version, and one that is listed twice, each version once", async () => {
    const groups = [{ name: "a.example", versions: [{ version: "v2" }] }, group("a.example", "v1", "v2")];
    const { asked } = await discovered({ "/apis": { groups } });
    expect(asked.slice(3)).toEqual(["/apis/a.example/v2", "/apis/a.example/v1"]);
  });

  it("takes no subresource for a resource, and a resource without verbs for one that cannot be listed", async () => {
    const widgets = { name: "widgets", kind: "Widget", namespaced: true, categories: ["all"] };
    const { fact } = await discovered({
      "/api/v1": resources(pods, { ...pods, name: "pods/exec" }, widgets, { ...widgets, name: "gears", verbs: null }),
      "/apis": { groups: [] },
    });
    const [first] = entriesSeen(fact);
    const found = first === undefined ? [] : entriesSeen(first.resources);
    expect(found.map(({ resource, verbs }) => `${resource}: ${verbs.join()}`)).toEqual([
      "pods: create,list",
      "widgets: ",
      "gears: ",
    ]);
  });

  it.each([
    ["/api is refused", { "/api": undefined }],
    ["/apis is refused", {}],
    ["/apis is another thing", { "/apis": { kind: "Status" } }],
    ["a group leads to Secrets", { "/apis": { groups: [group("../api/v1/secrets?x", "v1")] } }],
    ["a version leads elsewhere", { "/apis": { groups: [group("apps", "..")] } }],
  ])("is unknown where %s", async (_what, bodies) => {
    const { fact, asked } = await discovered(bodies);
    expect(fact.state).toBe("unknown");
    expect(asked.filter((path) => path.includes("secrets") || path.includes(".."))).toEqual([]);
  });

  it.each([
    ["a name that leads elsewhere", resources({ ...pods, name: "..%2fsecrets" })],
    ["a name with control characters", resources({ ...pods, name: "po\u001b[31mds" })],
    ["a resource without its kind", resources({ name: "pods", namespaced: true })],
    ["no resources", { kind: "Status" }],
  ])("of one group is unknown with %s", async (_what, body) => {
    const { versions } = await discovered({ "/apis": { groups: [group("apps", "v1")] }, "/apis/apps/v1": body });
    expect(versions).toEqual(["/v1 present", "apps/v1 unknown"]);
  });
});
