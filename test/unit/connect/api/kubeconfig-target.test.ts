import { describe, expect, it } from "vitest";
import { targetOf } from "../../../../src/connect/api/kubeconfig-target.ts";

const chosen = (proxyUrl?: string) => ({
  cluster: { server: "https://10.0.0.1:6443", skipTLSVerify: false, ...(proxyUrl === undefined ? {} : { proxyUrl }) },
  user: { token: "t" },
});
const lookup = {
  origin: "/k",
  environment: { HTTPS_PROXY: "http://proxy.example:3128" },
  pluginDeadline: 1,
};

describe("the proxy to an API server", () => {
  it("is the environment's from here, and none from a host", () => {
    expect(targetOf(chosen(), lookup, false).proxy?.host).toBe("proxy.example:3128");
    expect(targetOf(chosen(), { ...lookup, via: "cp-1" }, false)).not.toHaveProperty("proxy");
  });

  it("is the kubeconfig's from here, and refused from a host", () => {
    const named = chosen("socks5://other.example:1080");
    expect(targetOf(named, lookup, false).proxy?.host).toBe("other.example:1080");
    expect(() => targetOf(named, { ...lookup, via: "cp-1" }, false)).toThrow(/^\/k: proxy-url and "via" /);
  });
});
