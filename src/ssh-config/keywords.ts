/** The keywords of ssh_config(5) that plimsoll takes something of. */
export const takenKeywords = [
  "hostname",
  "user",
  "port",
  "identityfile",
  "certificatefile",
  "userknownhostsfile",
  "hostkeyalias",
  "proxyjump",
  "proxycommand",
  "connecttimeout",
  "stricthostkeychecking",
  "identityagent",
] as const;
export type TakenKeyword = (typeof takenKeywords)[number];

/** Those that change nothing of what is taken, in lower case: OpenSSH's of 7.3 to 10, and what vendors add. */
const others = `addkeystoagent addressfamily applemultipath batchmode bindaddress bindinterface canonicaldomains
  canonicalizefallbacklocal canonicalizemaxdots canonicalizepermittedcnames casignaturealgorithms challengeresponseauthentication
  channeltimeout checkhostip cipher ciphers clearallforwardings compression compressionlevel connectionattempts controlmaster
  controlpath controlpersist dsaauthentication dynamicforward enableescapecommandline enablesshkeysign escapechar
  exitonforwardfailure fallbacktorsh fingerprinthash forkafterauthentication forwardagent forwardx11 forwardx11timeout
  forwardx11trusted gatewayports globalknownhostsfile globalknownhostsfile2 gssapiauthentication gssapiclientidentity
  gssapidelegatecredentials gssapikexalgorithms gssapikeyexchange gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns
  hashknownhosts hostbasedacceptedalgorithms hostbasedauthentication hostbasedkeytypes hostkeyalgorithms identitiesonly
  identityfile2 ipqos kbdinteractiveauthentication kbdinteractivedevices keepalive kexalgorithms knownhostscommand
  localcommand localforward loglevel logverbose macs nohostauthenticationforlocalhost numberofpasswordprompts
  obscurekeystroketiming passwordauthentication permitlocalcommand permitremoteopen pkcs11provider preferredauthentications
  protocol proxyusefdpass pubkeyacceptedalgorithms pubkeyacceptedkeytypes pubkeyauthentication rekeylimit remotecommand
  remoteforward requesttty requiredrsasize revokedhostkeys rhostsrsaauthentication rsaauthentication securitykeyprovider sendenv
  serveralivecountmax serveraliveinterval sessiontype setenv skeyauthentication smartcarddevice stdinnull streamlocalbindmask
  streamlocalbindunlink syslogfacility tag tcpkeepalive tisauthentication tunnel tunneldevice updatehostkeys usekeychain
  useprivilegedport useroaming usersh verifyhostkeydns versionaddendum visualhostkey warnweakcrypto xauthlocation`.split(
  /\s+/,
);

const known = new Set<string>([...takenKeywords, ...others]);

/** A keyword that ssh would know. */
export const isKnownKeyword = (keyword: string): boolean => known.has(keyword);

/** Of those, one that plimsoll takes. */
export const isTakenKeyword = (keyword: string): keyword is TakenKeyword =>
  (takenKeywords as readonly string[]).includes(keyword);
