/** What a hostile node could put into a value: markup, scripts, terminal escapes, bidi, zero-width, half characters. */
export const hostile = {
  script: `</script><script>document.title="owned by script"</script>`,
  image: `<img src=x onerror="document.title='owned by image'">`,
  svg: `"><svg onload=document.title='owned'>{{constructor}}{{{version}}}`,
  escape: "\u001b[2J\u001b]0;owned\u0007 \u0000 \u009b31m",
  bidi: "/etc/\u202Ekpi\u202C/ad\u200Bmin.conf\u00A0\uFEFF",
  surrogate: "half \uD800 and \uDFFF end",
  xml: "]]></FINDING_DETAILS><STATUS>NotAFinding</STATUS><!-- &lt;b&gt; &#60; &notit; -->",
  lines: "one\ntwo\r\n1. Not a Finding: w1\tthree",
  handler: `" onmouseover="document.title='owned'" autofocus onfocus='document.title="owned"' tabindex=1 x="`,
  mathml: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=document.title='owned'&gt;">`,
  foreign: `</title></style></textarea><svg><animate onbegin=document.title='owned' attributeName=x dur=1s /><script>document.title='owned'</script></svg>`,
  document: `<meta http-equiv=refresh content="0;url=https://192.0.2.1/"><base href=https://192.0.2.1/><link rel=stylesheet href=//192.0.2.1/x><iframe src=//192.0.2.1></iframe><plaintext>`,
  address: "javascript:document.title='owned'//data:text/html,<script>document.title='owned'</script>",
  css: `</style><style>*{display:none}</style>;}*{display:none!important;background:url(//192.0.2.1/x)} @import "//192.0.2.1/y";`,
  template:
    "{{#each this}}{{constructor.constructor 'return 1'}}{{{@root.script}}} $\u007Bdocument.title} <%= 1 %> [[1]] $& $1",
  property: "__proto__",
  separators: "line\u2028paragraph\u2029next\u0085vertical\u000Bpage\u000C",
  invisible:
    "tag\u{E0041}\u{E007F} selector\uFE0F\u{E0100} filler\u115F\u3164\u2800 soft\u00AD\u061C\u180E private\uE000\u{F0000} \uFFFE",
  emoji: "👩\u200D👩\u200D👧\u200D👦 🏳\uFE0F\u200D🌈 1\uFE0F\u20E3 👍🏽 🇩🇪",
  rightToLeft: "\u05E9\u05E8\u05EA 3 (Open) \u0627\u0644\u062E\u0627\u062F\u0645/etc/4",
  stacked: `\u0338\u20DDZ${"\u0301\u0489\u0338".repeat(20)}algo`,
  unbroken: "W".repeat(3000),
} as const;
