/** Inputs that once did what they should not, by the target's name. */
export const corpus: Readonly<Record<string, readonly string[]>> = {
  // Its time is none.
  certificates: [
    [
      "-----BEGIN CERTIFICATE-----",
      "MIIBojCCAUmgAwIBAgIJANlj8oYaRweLMAoGCCqGSM49BAMCMBIxEDAOBgNVBAMM",
      "B2V0Y2QtY2EwHhcNLjYxMTIxMjAxNDU5WhcNMzYxMTE4MjAxNDU5WjAlMSMwIQYD",
      "VQQDDBprdWJlLWFwaXNlcnZlci1ldGNkLWNsaWVudDBZMBMGByqGSM49AgEGCCqG",
      "SM49AwEHA0IABBljgjfmdEuBtf7kK6jPxJuMtd3Ss8KNNS7yK2voWxk1lTxsgeSE",
      "ldVjDYTEKPpveS3uw1GOmfk6UjgwsZIqiKOjdTBzMA4GA1UdDwEB/wQEAwIFoDAT",
      "BgNVHSUEDDAKBggrBgEFBQcDAjAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBRZu4+q",
      "dXz6eFOqq056Ar3Uo2xx5TAfBgNVHSMEGDAWgBRa42RlYPNaQtlxQ7mX2kA24W0h",
      "ETAKBggqhkjOPQQDAgNHADBEAiAOtcpHttd59yCAZMen48+alEPF4URzdsA+ucoz",
      "kXWOYgIgdAvUCIF5qdD2qMrEC+CFGIrxTQhSJACEF+SAD/72aK4=",
      "-----END CERTIFICATE-----",
      "",
    ].join("\n"),
  ],
  processes: [
    "complete|yes\np|x|0|host|host|-\nc|\ne|\n",
    `complete|yes\np|1|${"9".repeat(400)}|host|host|-\nc|\ne|\n`,
  ],
  "one file's state": [`e|81a4|${"9".repeat(400)}|0|root|root|/etc/kubernetes/\n`],
  "what systemd says of units": ["a\u0007__proto__=x\nconstructor=y\n", "a\u0007toString=x\n"],
};
