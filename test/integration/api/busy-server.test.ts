import { describe, expect, it } from "vitest";
import { entriesSeen } from "../../../src/evidence/observed.ts";
import { failure, json, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Reply } from "../../support/api-server.ts";
import { api, collected, connect, kubeconfig } from "./api-under-test.ts";
import { namespacesOf, tokenOf } from "./namespace-lists.ts";

describe("a server that is busy or broken", () => {
  it("is asked again after the pause that it wants", async () => {
    const { fact, pauses } = await namespacesOf(({ time }) =>
      time < 3 ? failure(429, "TooManyRequests", { "retry-after": "7" }) : page([]),
    );
    expect([fact.state, pauses]).toEqual(["present", [7000, 7000]]);
  });

  it("is asked again where it names a time", async () => {
    const at = new Date(Date.UTC(2026, 0, 1));
    const { pauses } = await namespacesOf(
      ({ time }) => (time < 2 ? failure(503, "Busy", { "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }) : page([])),
      { now: () => at },
    );
    expect(pauses).toEqual([5000]);
  });

  it.each([
    ["behind the server's", "Thu, 01 Jan 2026 01:00:00 GMT", []],
    ["before the server's", "Wed, 31 Dec 2025 23:00:00 GMT", [0]],
  ])("is asked again at once or not at all where our clock is an hour %s", async (_what, time, expected) => {
    const { pauses } = await namespacesOf(
      ({ time: nth }) => (nth < 2 ? failure(503, "Busy", { "retry-after": time }) : page([])),
      { now: () => new Date(Date.UTC(2026, 0, 1)) },
    );
    expect(pauses).toEqual(expected);
  });

  it("is asked four times, and then believed", async () => {
    const { fact, pauses } = await namespacesOf(() => failure(500, "InternalError"));
    expect(pauses).toEqual([1000, 2000, 4000]);
    expect(fact).toMatchObject({
      state: "unknown",
      reason: "unreachable",
      message: "GET /api/v1/namespaces answered HTTP 500 InternalError (tried 4 times)",
    });
  });

  it("is not waited for longer than half a minute", async () => {
    const { fact, pauses } = await namespacesOf(() => failure(429, "TooManyRequests", { "retry-after": "3600" }));
    expect(pauses).toEqual([]);
    expect(fact).toMatchObject({
      message: expect.stringMatching(/HTTP 429 TooManyRequests; it wants a pause of 3600 s$/),
    });
  });

  it("may take its time for everything only once", async () => {
    let clock = 0;
    const server = await api(wellBehaved);
    const elapsed = (): number => {
      clock += 300;
      return clock;
    };
    const { facts } = await collected(kubeconfig(server.url), { total: 1000, elapsed });
    expect(facts["api.version"].state).toBe("present");
    expect(facts["api.services"]).toMatchObject({
      reason: "timed-out",
      message: "GET /apis/discovery.k8s.io/v1/endpointslices: the API was not read within 1 s",
    });
  });

  it.each([3_600_000, -3_600_000])("is read whole while our clock is set by %i ms again and again", async (step) => {
    let clock = 0;
    const now = (): Date => {
      clock += step;
      return new Date(clock);
    };
    const server = await api(wellBehaved);
    const { facts } = await collected(kubeconfig(server.url), { now });
    expect(Object.values(facts)).not.toContainEqual(expect.objectContaining({ reason: "timed-out" }));
  });

  it("is unknown where it does not answer in time", async () => {
    const { fact } = await namespacesOf(() => "silent", { request: 1000 });
    expect(fact).toMatchObject({
      reason: "timed-out",
      message: "GET /api/v1/namespaces: no whole answer within 1 s",
    });
  });

  it("may be restarted in the middle of a list", async () => {
    const server = await api((asked) => {
      if (asked.path !== "/api/v1/nodes") return wellBehaved(asked);
      if (tokenOf(asked) === "") return page([node("n1")], "t");
      return asked.time === 2 ? "cut" : page([node("n2")]);
    });
    let restarts = 0;
    const { facts } = await collected(kubeconfig(server.url), {
      wait: async () => {
        restarts += 1;
        // Down for the first pause, up again after the second.
        await (restarts === 1 ? server.stop() : server.start());
      },
    });
    expect(facts["api.nodes"]).toMatchObject({ state: "present", value: [{ name: "n1" }, { name: "n2" }] });
    expect(restarts).toBe(2);
  });

  it.each<readonly [string, Reply, string, RegExp]>([
    ["cuts every connection", "cut", "truncated", /^GET \S+: the connection was cut \(tried 4 times\)$/],
    ["cuts an answer", { cutAfter: '{"items":[' }, "truncated", /^GET \S+: the connection was cut \(tried 4 times\)$/],
    ["sends half of the JSON", { status: 200, body: '{"items":[' }, "unparseable", /JSON that is cut off or damaged$/],
    ["sends an empty body", { status: 200, body: "" }, "unparseable", /JSON that is cut off or damaged$/],
    ["sends null", { status: 200, body: "null" }, "unparseable", /^not what the API answers with: the answer: /],
    [
      "shows a login page",
      { status: 200, body: "<html>Log in</html>", headers: { "content-type": "text/html; charset=utf-8" } },
      "unparseable",
      /answered with text\/html; charset=utf-8 instead of JSON$/,
    ],
    [
      "calls its JSON text",
      { status: 200, body: '{"metadata":{},"items":[]}', headers: { "content-type": "text/plain" } },
      "unparseable",
      /answered with text\/plain instead of JSON$/,
    ],
    [
      "shows an error page",
      { status: 403, body: "<html>No</html>", headers: { "content-type": "text/html" } },
      "permission-denied",
      /^list namespaces: forbidden$/,
    ],
    [
      "leads elsewhere",
      { status: 302, body: "", headers: { location: "https://127.0.0.1:1/api/v1/namespaces" } },
      "unsupported",
      /answered HTTP 302: redirects are not followed$/,
    ],
    ["sends without end", "endless", "withheld", /: the answer is larger than 1 MiB$/],
    [
      "does not know the path",
      failure(404, "NotFound"),
      "unsupported",
      /HTTP 404 NotFound: the server does not serve this$/,
    ],
    [
      "does not know us",
      failure(401, "Unauthorized"),
      "auth-failed",
      /HTTP 401 Unauthorized: the credentials do not count/,
    ],
  ])("that %s is not believed", async (_what, reply, reason, message) => {
    const { fact } = await namespacesOf(() => reply);
    expect(fact).toMatchObject({ state: "unknown", reason, message: expect.stringMatching(message) });
  });

  it("may not serve an API that releases have gained or lost: what rests on it is unknown, the others are read", async () => {
    const groups = [{ name: "policy", versions: [{ version: "v1beta1" }] }];
    const resources = [{ name: "podsecuritypolicies", kind: "PodSecurityPolicy", namespaced: false, verbs: ["list"] }];
    const server = await api((asked) => {
      if (asked.path === "/apis") return json({ groups });
      if (asked.path === "/apis/policy/v1beta1") return json({ groupVersion: "policy/v1beta1", resources });
      // CronJobs are in batch/v1 since 1.21; of the policies the last release that has them went away in between.
      return /cronjobs|podsecuritypolicies/.test(asked.path) ? failure(404, "NotFound") : wellBehaved(asked);
    });
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.workloads"]).toMatchObject({
      state: "unknown",
      reason: "unsupported",
      message: "GET /apis/batch/v1/cronjobs answered HTTP 404 NotFound: the server does not serve this",
    });
    expect(facts["api.psp"]).toMatchObject({ state: "unknown", reason: "unsupported" });
    expect([facts["api.pods"].state, facts["api.pod-templates"].state]).toEqual(["present", "present"]);
  });

  it("may refuse PodTemplates alone: workloads are read all the same", async () => {
    const server = await api((asked) =>
      asked.path === "/api/v1/podtemplates" ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.pod-templates"]).toMatchObject({ message: "list podtemplates: forbidden" });
    expect(facts["api.workloads"].state).toBe("present");
    expect(facts["api.sensitive"]).toMatchObject({
      value: { podTemplates: { state: "unknown" }, workloads: { state: "present" } },
    });
  });

  it("may have lost an aggregated API; the others are read", async () => {
    const server = await api((asked) =>
      asked.path.startsWith("/apis/") ? failure(503, "ServiceUnavailable") : wellBehaved(asked),
    );
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.services"]).toMatchObject({
      reason: "unreachable",
      message: "GET /apis/discovery.k8s.io/v1/endpointslices answered HTTP 503 ServiceUnavailable (tried 4 times)",
    });
    expect(facts["api.namespaces"].state).toBe("present");
  });

  it("may have lost one group of its discovery: the objects of all others are listed, by metadata only", async () => {
    const groups = ["apps", "metrics.k8s.io"].map((name) => ({ name, versions: [{ version: "v1" }] }));
    const forms = new Set<string>();
    const server = await api((asked) => {
      if (asked.path === "/apis") return json({ groups });
      if (asked.path === "/apis/metrics.k8s.io/v1") return failure(503, "ServiceUnavailable");
      if (asked.path.includes("/namespaces/")) forms.add(asked.headers.accept ?? "");
      return wellBehaved(asked);
    });
    const { facts } = await collected(kubeconfig(server.url));
    const resources = entriesSeen(facts["api.discovery"]).map(
      ({ group, resources: { state } }) => `${group}: ${state}`,
    );
    expect(resources).toEqual([": present", "apps: present", "metrics.k8s.io: unknown"]);
    expect(entriesSeen(facts["api.all-category"]).map(({ objects: { state } }) => state)).toEqual(
      Array.from({ length: 7 }, () => "present"),
    );
    expect([...forms]).toEqual(["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"]);
  });

  it("is not waited for where nothing listens", async () => {
    const server = await api(wellBehaved);
    await server.stop();
    const { facts, pauses } = await collected(kubeconfig(server.url));
    expect(facts["api.version"]).toMatchObject({ reason: "refused", message: expect.stringMatching(/ECONNREFUSED/) });
    expect(pauses).toEqual([]);
  });

  it("is left at once where the run is interrupted", async () => {
    const server = await api(() => "silent");
    const { connection } = await connect(kubeconfig(server.url));
    const asked = connection.get("/version");
    connection.close();
    expect(await asked).toEqual({
      state: "failed",
      cause: "interrupted",
      message: "GET /version: the run was interrupted",
    });
  });
});
