import { describe, expect, it } from "vitest";
import { proxyFromEnvironment, proxyUrl } from "../../../../src/connect/api/proxy.ts";

const proxy = "http://proxy:3128";
const passes = (server: string, exceptions: string): boolean =>
  proxyFromEnvironment(new URL(server), { HTTPS_PROXY: proxy, NO_PROXY: exceptions }) === undefined;

describe("NO_PROXY", () => {
  it.each([
    ["https://api.example.org:6443", "example.org"],
    ["https://example.org", "example.org"],
    ["https://api.example.org", ".example.org"],
    ["https://api.example.org", "*.example.org"],
    ["https://API.example.org", "other, EXAMPLE.org ,x"],
    ["https://api.example.org:6443", "api.example.org:6443"],
    ["https://api.example.org", "api.example.org:443"],
    ["https://10.0.0.11:6443", "10.0.0.11"],
    ["https://10.0.0.11:6443", "10.0.0.0/24"],
    ["https://10.0.0.11:6443", "10.0.0.11:6443"],
    ["https://[fd00::11]:6443", "fd00::/8"],
    ["https://[fd00::11]:6443", "[fd00::11]:6443"],
    ["https://api.example.org", "*"],
  ])("covers %s by %s", (server, exceptions) => {
    expect(passes(server, exceptions)).toBe(true);
  });

  it.each([
    ["https://example.org", ".example.org"],
    ["https://badexample.org", "example.org"],
    ["https://api.example.org:6443", "api.example.org:443"],
    ["https://10.0.1.11:6443", "10.0.0.0/24"],
    ["https://10.0.0.11:6443", "10.0.0.11/abc"],
    ["https://10.0.0.11:6443", "10.0.0.11/33"],
    ["https://10.0.0.11:6443", "0.0.11"],
    ["https://api.example.org", "10.0.0.0/8"],
    ["https://10.0.0.11", "fd00::/8"],
    ["https://api.example.org", " , "],
    ["https://api.example.org", ""],
  ])("does not cover %s by %s", (server, exceptions) => {
    expect(passes(server, exceptions)).toBe(false);
  });
});

describe("the proxy of the environment", () => {
  const server = new URL("https://api.example.org");

  it.each(["https://localhost:6443", "https://127.0.0.1:6443", "https://[::1]:6443"])("is never for %s", (loopback) => {
    expect(proxyFromEnvironment(new URL(loopback), { HTTPS_PROXY: proxy })).toBeUndefined();
  });

  it("is HTTPS_PROXY before https_proxy, and never HTTP_PROXY", () => {
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: proxy, https_proxy: "http://other" })?.host).toBe("proxy:3128");
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: "", https_proxy: "other:1" })?.host).toBe("other:1");
    expect(proxyFromEnvironment(server, { HTTP_PROXY: proxy })).toBeUndefined();
  });

  it("is http where it has no scheme, and no other kind than http, https and socks5", () => {
    expect(proxyUrl("proxy:3128").href).toBe("http://proxy:3128/");
    expect(proxyUrl("socks5://proxy:1080").protocol).toBe("socks5:");
    for (const wrong of ["ftp://proxy", "http://", "a b"]) expect(() => proxyUrl(wrong)).toThrow(TypeError);
  });
});
