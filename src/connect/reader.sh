#!/bin/sh
# plimsoll reader 1: answers read-only questions about this node.
#
# Sent whole over stdin to `/bin/sh -s`, or installed as a file of root's (`plimsoll reader --install`) and started without
# arguments; writes nothing anywhere. Request lines `<id> <verb> <argument>` follow on stdin, but only after the hello line:
# older dash reads stdin in blocks and would swallow them as program text. A line of another form ends the reader.
# Lines until an empty one are a round. Its answers are `#<number> <length> <sha256>`, then a line of base64 of that length and digest.
# `sh reader.sh sweep` at a node's console asks by itself and prints requests and answers, for a node without sshd.
# POSIX sh with `[ a -ef b ]`, and the stat, find, grep and sed of GNU or BusyBox: each is tried before it is trusted.
# Nothing asked for is ever part of a command's text.
# shellcheck shell=sh disable=SC2317 # main ends by exit, so shellcheck thinks functions unreachable

# What whoever logs in has exported: options of bash (SHELLOPTS), and functions that stand before programs.
set +aeuvxC
unset -f printf read echo test true command base64 openssl awk od find grep head id ls readlink sed sha256sum shasum \
  stat tr realpath date systemctl nft timeout env setpriv chroot su
# mksh has no printf of its own, and a program takes no more than 128 KiB of text.
case ${KSH_VERSION-} in
  *'MIRBSD KSH'* | *'LEGACY KSH'*)
    if [ "$(command -v print)" = print ]; then
      printf() { # a format that knows %s only, texts
        form=$1
        shift
        while :; do
          case $form in
            *%s*) print -n -- "${form%%%s*}"; print -nr -- "$1"; form=${form#*%s}; shift ;;
            *) print -n -- "$form"; return ;;
          esac
        done
      }
    fi ;;
esac

# Characters that sed and awk mark text with, in one process: \001 and \002 stand around what is kept (forwarding), the others
# are told of where they are used.
controls=$(printf '\001\002\003\004\005\006\014')
m=${controls%??????} n=${controls#?} mark=${controls#??} at_end=${controls#???}
after_name=${controls#????} after_flag=${controls#?????} continued=${controls#??????}
n=${n%?????} mark=${mark%????} at_end=${at_end%???} after_name=${after_name%??} after_flag=${after_flag%?}

# Brackets: own greps must not match.
interest='[k]ube|[e]tcd|[k]3s|[r]ke2|[k]0s|[k]ine|[d]qlite|[s]shd|[d]ropbear|[r]syslogd|[s]ystemd-journal-upload'
unit_properties=Id,Names,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,EnvironmentFiles,ExecStart,MainPID,RequiredBy,WantedBy
entries_at_most=20000
sockets_at_most=2000
labelled_at_most=5000
tables_at_most=20
bytes_at_most=1048576
requests_at_most=5000
certificates_at_most=100 # of one kubeconfig
request_at_most=16384 # bytes
batch_at_most=1048576
line_break='
'

# The closing slash ends a record: no name holds one, so a name with line breaks cannot forge a record.
facts='%f|%u|%g|%U|%G|%n/'

# --- Secrets: what must not leave the node -------------------------------------------------------------------------
q="'"
# A name is a secret's by its end, be it of a key, a flag or a variable (2 groups). automountServiceAccountToken is none.
secret_name='(_?auth|Token|pass|PASS|pwd|psk|dsn|[A-Za-z0-9_.-]*(secret|Secret|SECRET|token|TOKEN|password|Password|PASSWORD|passwd|Passwd|PASSWD|passphrase|Passphrase|PASSPHRASE|[_.-]pass|[_.-]PASS|[a-z]Pass|[_.-]pwd|[_.-]PWD|[a-z]Pwd|[_.-]psk|[_.-]PSK|[_.-]dsn|[_.-]DSN|[Cc]ookie|COOKIE|[_.-]Token|ccessToken|[Aa]uthToken|efreshToken|essionToken|ecurityToken|lientToken|apiToken|ApiToken|botToken|earerToken|dentityToken|idToken|gentToken|nodeToken|joinToken|ootstrapToken|userToken|adminToken|[_.-]KEY|[Aa]pi[_-]?[Kk]ey|APIKEY|[Aa]ccess[_-]?[Kk]ey|ACCESSKEY|[Ss]ecret[_-]?[Kk]ey|SECRETKEY|[Pp]rivate[_-]?[Kk]ey|PRIVATEKEY|[Cc]ertificate[_-]?[Kk]ey|[Ee]ncryption[_-]?[Kk]ey|[Aa]ccount[_-]?[Kk]ey|[Aa]uth[_-]?[Kk]ey|[Ss]hared[_-]?[Kk]ey|[Ss]igning[_-]?[Kk]ey|[Mm]aster[_-]?[Kk]ey|[Kk]ey-?[Dd]ata|onnection[_-]?[Ss]tring|CONNECTION_?STRING))'
# While sed is at work \004 stands behind every such name, which is found once for all patterns (twice: two may share what is
# between them), and \003 before the name of a variable whose value something needs. A line's first character is its kind.
words="[A-Za-z0-9_.-]+$at_end"
# What has none of these has no such name.
name_parts='auth|oken|TOKEN|[Pp]ass|PASS|[Pp]wd|PWD|psk|PSK|dsn|DSN|ecret|SECRET|ookie|COOKIE|[Kk]ey|KEY|tring|STRING'
mark_names="
/$name_parts/{
s/(^[CRTP]|[^A-Za-z0-9_.-])(-*${secret_name})([^A-Za-z0-9_.$at_end-]|\$)/\\1\\2$at_end\\5/g
s//\\1\\2$at_end\\5/g
}"
key="[\"$q]?${words}[\"$q]?[[:blank:]]*:"
apart='(^|[^A-Za-z0-9_.-])'
# The name and the value of a container's variable or of a header.
name_is="[\"$q]?name[\"$q]?[[:blank:]]*:[[:blank:]]*[\"$q]?"
named="${name_is}($mark?${words}|[A-Za-z0-9_.-]+)[\"$q]?[[:blank:]]*" # 1 group
named_secret="${name_is}${words}[\"$q]?[[:blank:]]*"
value="[\"$q]?value[\"$q]?[[:blank:]]*:[[:blank:]]*"
given="(\"([^\"\\\\]|\\\\.)*\"|$q([^$q]|$q$q)*$q|[^][{},\"${q}[:space:]][^][{},]*)" # 3 groups
# What may stand behind `=`: a quote that opens (in JSON one that follows may close), and no bracket or comma that ends a list.
shut="\"[^]\"},[:space:]][^\"]*\"|${q}[^]$q},[:space:]][^$q]*$q"
loose="[^]\"$q},[:space:]]|[]},]+[^]\"$q},[:space:]]"
# --flags, VARIABLES, user:password@ and ?token= in addresses, headers; then what shows by its form what it is: tokens of
# services, JSON Web Tokens, bootstrap tokens, private keys once more in base64 (PEM at any offset, DER), hashes of passwords
redact_marked="
/$at_end/!b unmarked
s/(${apart}--?${words}=)($shut|$loose)+/\\1REDACTED/g
s/(${apart}--?${words}[[:blank:]]+)(\"[^-\"][^\"]*\"|${q}[^-$q][^$q]*$q|[^]\"$q},[:space:]-]($shut|$loose)*)/\\1REDACTED/g
s/(\"${words}=)([^\"\\\\]|\\\\.)+\"/\\1REDACTED\"/g
s/($q${words}=)[^$q]+$q/\\1REDACTED$q/g
s/^(([av][|])?(export[[:blank:]]+)?[A-Za-z_][A-Za-z0-9_.-]*${at_end}[[:blank:]]*=[[:blank:]]*)[^=[:space:]].*/\\1REDACTED/
s/(${apart}${words}=)($shut|$loose)+/\\1REDACTED/g
s/(${apart}${words}[[:blank:]]+=[[:blank:]]*)($shut|$loose)+/\\1REDACTED/g
s/([?&;]${words}=)[^]&\"$q},[:space:]]+/\\1REDACTED/g
:unmarked
s/[$mark$at_end]//g
s/(${apart}(-u|--user)(=|[[:blank:]]+|[\"$q],[[:blank:]]*[\"$q])[\"$q]?[^:\"${q}[:space:]]+:)[^\"${q}[:space:]]+/\\1REDACTED/g
s#://#$mark#g
s#$mark([^/@:\"${q}[:space:]$mark]*:[^\"${q}[:space:]$mark]*|[^/@\"${q}[:space:]$mark]+)@#${mark}REDACTED@#g
s#$mark#://#g
s/([?&;][A-Za-z0-9_.-]*([Ss]ig|[Ss]ignature|[Kk]ey|code|[Cc]redential)=)[^]&\"$q},[:space:]]+/\\1REDACTED/g
s/(${apart}([Bb]earer|BEARER)[[:blank:]]+)[A-Za-z0-9._~+\\/=-]+/\\1REDACTED/g
s/([Aa]uthorization[\"$q]?[[:blank:]]*[:=][[:blank:]]*[\"$q]?[A-Z][A-Za-z0-9-]+[[:blank:]]+)[^\"${q}[:space:]]+/\\1REDACTED/g
s/(^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]*/\\1REDACTED/g
s/ZXlKaGJHY2lPaUp[A-Za-z0-9+\\/=_-]+/REDACTED/g
s/(^|[^A-Za-z0-9.\\/_-])[a-z0-9]{6}\\.[a-z0-9]{16}([^A-Za-z0-9.\\/_-]|\$)/\\1REDACTED\\2/g
s//\\1REDACTED\\2/g
s/(^|[^A-Za-z0-9+\\/_-])((AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9_]+|github_pat_[A-Za-z0-9_]+|gl[a-z]+-[A-Za-z0-9_-]{20}[A-Za-z0-9_.-]*|AIza[A-Za-z0-9_-]{20}[A-Za-z0-9_-]*|(sk|rk|whsec|pypi)[_-][A-Za-z0-9_-]{16}[A-Za-z0-9_-]*|xox[a-z]-[A-Za-z0-9-]+|xapp-[A-Za-z0-9-]+|hv[sbr]\\.[A-Za-z0-9_-]+|npm_[A-Za-z0-9]{20}[A-Za-z0-9]*|do[opr]_v1_[a-f0-9]+|dckr_pat_[A-Za-z0-9_-]+|SG\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+|ya29\\.[A-Za-z0-9_.-]+|AGE-SECRET-KEY-[A-Z0-9]+|shp[a-z]{2}_[a-fA-F0-9]+|K10[a-f0-9]+::[^\"${q}[:space:]]+)/\\1REDACTED/g
s#(hooks\\.slack\\.com|discord(app)?\\.com/api/webhooks|office\\.com/webhook[a-zA-Z0-9]*|api\\.telegram\\.org)/[^\"${q}[:space:]]+#\\1/REDACTED#g
s/(^|[^A-Za-z0-9+\\/=_-])([A-Za-z0-9+\\/_-]*(UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)|MII[A-Za-z0-9+\\/]{2}[AQgw](IBAAKC|IBADAN)|MHcCAQEEI|MIG[A-Za-z0-9+\\/]AgEA|MC4CAQAwBQYDK2Vw)[A-Za-z0-9+\\/=_-]*/\\1REDACTED/g
s/\\\$(apr1|1|2[abxy]?|5|6|7|y|gy|sha1|argon2[a-z]*|pbkdf2[a-z0-9-]*|scrypt)\\\$[A-Za-z0-9.\\/\$=,+-]{12}[A-Za-z0-9.\\/\$=,+-]*/REDACTED/g
s/[{]S?SHA[0-9]*[}][A-Za-z0-9+\\/=]{8}[A-Za-z0-9+\\/=]*/REDACTED/g"
# A variable's name or a flag at a line's end has its value on the next line: \005 and \006 are put behind it, and a form feed,
# which is blank and no value, in the place of a backslash. Then within {}; then YAML and JSON, value by value: double-quoted, single-quoted, list, plain within {}, plain to the end of the line; JSON
# within a string
redact_keys="
/$at_end|name/!b marked
s/^[[:blank:]-]*${named},?[[:space:]]*\$/&$after_name/
s/((^|[[:blank:]])[\"$q]?--?${words}[\"$q]?[[:blank:]]+)\\\\([[:space:]]*)\$/\\1$continued\\3$after_flag/
s/(^|[[:blank:]])[\"$q]?--?${words}[\"$q]?[[:blank:]]*,?[[:space:]]*\$/&$after_flag/
s/(${named},[[:blank:]]*${value})${given}/\\1\"REDACTED\"/g
s/(${value})${given}([[:blank:]]*,[[:blank:]]*${named})/\\1\"REDACTED\"\\5/g
s/([\"$q]--?${words}[\"$q][[:blank:]]*,[[:blank:]]*\")[^-\"]([^\"\\\\]|\\\\.)*\"/\\1REDACTED\"/g
s/([\"$q]--?${words}[\"$q][[:blank:]]*,[[:blank:]]*$q)[^-$q]([^$q]|$q$q)*$q/\\1REDACTED$q/g
s/([[,][[:blank:]]*[\"$q]?--?${words}[\"$q]?[[:blank:]]*,[[:blank:]]*)[^]\"$q,[:space:]-][^],]*/\\1REDACTED/g
s/(${apart}${key}[[:blank:]]*)\"([^\"\\\\]|\\\\.)*\"/\\1\"REDACTED\"/g
s/(${apart}${key}[[:blank:]]*)$q([^$q]|$q$q)*$q/\\1${q}REDACTED$q/g
s/(${apart}${key}[[:blank:]]*)\\[[^]]*\\]/\\1[REDACTED]/g
s/([{,][[:blank:]]*${key}[[:blank:]]*)[^][{},\"${q}[:space:]][^][{},]*/\\1REDACTED/g
s/^([[:blank:]#-]*${key}[[:blank:]]+)[^][{\"$q#[:space:]][^,]*(,+[^,]+)*(,*)\$/\\1REDACTED\\3/
s/^([[:blank:]#-]*[\"$q]${words}[\"$q][[:blank:]]*:)[^][{\"$q#[:space:]].*/\\1 REDACTED/
s/(\\\\\"${words}\\\\+\"[[:blank:]]*:[[:blank:]]*\\\\+\")([^\"]*\\\\\\\\\\\\\")*[^\"]*(\\\\+\")/\\1REDACTED\\3/g
s/(\\\\\"name\\\\+\"[[:blank:]]*:[[:blank:]]*\\\\+\"[A-Za-z0-9_.$at_end-]+\\\\+\"[[:blank:]]*,[[:blank:]]*\\\\+\"value\\\\+\"[[:blank:]]*:[[:blank:]]*\\\\+\")([^\"]*\\\\\\\\\\\\\")*[^\"]*(\\\\+\")/\\1REDACTED\\3/g"
redact_next="
/$after_name\$/{
s/$after_name\$//
s/^/ /
n
/^R/!b top
s/^R//
s/^([[:space:]]*#).*[:=].*/\\1/
/^[[:space:]]*(#.*)?\$/s/\$/$after_name/
s/^([[:blank:]]*${value})(\"([^\"\\\\]|\\\\.)*\"|$q([^$q]|$q$q)*$q|[^]\"$q|>&*!{}[[:space:]].*[^,[:space:]]|[^]\"$q|>&*!{},[[:space:]])(,?[[:space:]]*)(#.*)?\$/\\1\"REDACTED\"\\5/
s/^/R/
b mark
}
/$after_flag\$/{
s/$after_flag\$//
s/$continued/\\\\/
s/^/ /
n
/^R/!b top
s/^R//
s/^([[:space:]]*#).*[:=].*/\\1/
/^[[:space:]]*(#.*)?\$/{
s/\$/$after_flag/
s/^/R/
b mark
}
s/^([[:blank:]]*-[[:blank:]]+)[^-\"${q}[:space:]].*/\\1REDACTED/
s/^([[:blank:]]*(-[[:blank:]]+)?\")[^-\"]([^\"\\\\]|\\\\.)*\"/\\1REDACTED\"/
s/^([[:blank:]]*(-[[:blank:]]+)?$q)[^-$q]([^$q]|$q$q)*$q/\\1REDACTED$q/
s/^([[:blank:]]*)[^-\"${q}[:space:]][^[:space:]]*/\\1REDACTED/
s/^/R/
b mark
}"
# Whether a secret spans lines, where line-wise redaction would leak: of each line (C) comments emptied, list dashes blanked,
# all lines of a file joined; a key followed by a mapping is no secret (a volume of type secret). V has the answer's head.
spans_lines="
/^C/{
s/[[:cntrl:]]+\$//
s/^C[[:blank:]]*(#.*)?\$/C/
:dash
s/^C( *)-[[:blank:]]/C\\1  /
t dash
b mark
}
/^V/{
s/^V/M/
x
s/\\n\\n+/\\n/g
s/\$/\\n/
:mapping
s/\\n *${key} *(\\n *[\"$q]?[A-Za-z0-9_.\\/$at_end-]+[\"$q]?[[:blank:]]*:[[:space:]])/\\1/g
t mapping
/[^A-Za-z0-9_.-]${key}[[:blank:]]*(#[^\\n]*)?\\n *[^]}{[:space:]]/b spans
/\\n( *)${key}[[:blank:]]+[^{#[:space:]][^\\n]*\\n\\1 +[^ ]/b spans
/[^A-Za-z0-9_.-]${key}[[:blank:]]+([!&][^[:space:]]+[[:blank:]]+)*[|>][-+0-9]*[[:blank:]]*(#[^\\n]*)?\\n/b spans
/[^A-Za-z0-9_.-]${key}[[:blank:]]*\"([^\"\\\\\\n]|\\\\[^\\n])*\\\\?\\n/b spans
/[^A-Za-z0-9_.-]${key}[[:blank:]]*$q([^$q\\n]|$q$q)*\\n/b spans
/[^A-Za-z0-9_.-]${key}[[:blank:]]*\\[[^]\\n]*\\n/b spans
/[^A-Za-z0-9_.-]${words}(=|[[:blank:]]+)[^\"${q}[:space:]]+\\\\\\n/b spans
/\\n[A-Za-z_][A-Za-z0-9_.-]*${at_end}=[^\\n]*\\\\\\n/b spans
/[^A-Za-z0-9_.-]${words}=\"[^]\"},[:space:]]([^\"\\\\\\n]|\\\\[^\\n])*\\\\?\\n/b spans
/[^A-Za-z0-9_.-]${words}=${q}[^]$q},[:space:]][^$q\\n]*\\n/b spans
/(UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)[A-Za-z0-9+\\/]*\\n *[A-Za-z0-9+\\/=]+\\n/b spans
/\\n *[\"$q]?--?${words}[\"$q]?,?\\n *([|>!&][^\\n]*|[\"$q][^\"$q\\n]*)\\n/b spans
/\\n *${named_secret},?\\n *${value}(([|>&!][^\\n]*)?|\"([^\"\\\\\\n]|\\\\[^\\n])*\\\\?|$q([^$q\\n]|$q$q)*)\\n/b spans
/\\n *${named_secret},?\\n( *)${value}[^\\n]*\\n\\1 +[^ ]/b spans
:pairs
s/\\n *${named_secret},?\\n *[\"$q]?value(From)?[\"$q]?[[:blank:]]*:[^\\n]*//
t pairs
/\\n *${value}[^\\n]*\\n *${named_secret},?\\n/b spans
/\\n *\\?[[:blank:]]+[\"$q]?${words}[\"$q]?[[:blank:]]*\\n/b spans
/[\"$q]${words}[\"$q][[:blank:]]*\\n *:/b spans
s/.*/fine/
x
b
:spans
s/.*/bad/
x
s/ .*/ withheld holds a secret over several lines, which cannot be redacted line by line/
b
}"

# --- What may leave the node of files that hold keys or credentials: nothing but what is named here -----------------
# Of a kubeconfig keys are kept, and the values of these; certificates have been told apart before.
values='apiVersion|kind|current-context|name|cluster|user|insecure-skip-tls-verify|client-certificate'
plain_value='[A-Za-z0-9:._+=\/][A-Za-z0-9@:._+=\/ -]*'
item='^( *(- +)*)' # 2 groups
any_key="[\"$q]?[A-Za-z0-9_.-]+[\"$q]?"
quoted="(\"([^\"\\\\]|\\\\.)*\"|$q([^$q]|$q$q)*$q)" # 3 groups
begins="([^][{}\"$q#&*!|>%@\`,?:[:space:]-]|-[^[:space:]])"
remark='([[:blank:]]+#.*|[[:blank:]]*)$'
# A line that is none of these becomes !, and nothing of the file is sent.
kubeconfig_lines="
s/^[[:blank:]]*(#.*)?\$//
/^\$/b text
/^---\$/b text
/${item}${any_key}[[:blank:]]*:$remark/{
s/($item$any_key)[[:blank:]]*:.*/\\1:/
b text
}
/${item}${any_key}:[[:blank:]]+(\"\"|$q$q|[{][}]|\\[\\]|null|~)[[:blank:]]*\$/b text
/${item}[\"$q]?($values)[\"$q]?:[[:blank:]]+(\"$plain_value\"|$q$plain_value$q|$plain_value)$remark/{
s/[[:blank:]]+#.*//
b text
}
/${item}${any_key}[[:blank:]]*:[[:blank:]]+($quoted$remark|$begins)/{
s/($item$any_key)[[:blank:]]*:.*/\\1: \"REDACTED\"/
b text
}
/^ *(- +)+($quoted$remark|$begins)/{
s/^( *(- +)+).*/\\1\"REDACTED\"/
b text
}
s/.*/!/"
# Of one in JSON each line is a bracket, a comma, a key with its value, or a value.
kubeconfig_tokens="
/^[]{}[,]\$/b text
/^\"[A-Za-z0-9_.-]+\": /{
/: ([[{]|\"\"|null)\$/b text
/^\"($values)\": (\"$plain_value\"|true|false)\$/b text
/: (\"([^\"\\\\]|\\\\.)*\"|[-+.A-Za-z0-9]+)\$/{
s/: .*/: \"REDACTED\"/
b text
}
s/.*/!/
b text
}
/^(\"([^\"\\\\]|\\\\.)*\"|[-+.A-Za-z0-9]+)\$/{
s/.*/\"REDACTED\"/
b text
}
s/.*/!/
b text"

# --- Taking and answering ------------------------------------------------------------------------------------------
# Where there is neither base64 nor openssl. od gives numbers, 16 a line; printf takes octal ones, of 768 bytes a line.
letters=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/
# shellcheck disable=SC2016 # programs of awk
to_base64='
function letter(bits) { return substr("'$letters'", bits % 64 + 1, 1) }
{
  text = ""
  for (i = 1; i <= NF; i++) {
    if ($i == "!") text = text "!"
    held = held * 256 + $i
    if (++count < 3) continue
    text = text letter(int(held / 262144)) letter(int(held / 4096)) letter(int(held / 64)) letter(held)
    held = count = 0
  }
  printf "%s", text
}
END {
  if (count == 1) printf "%s%s==", letter(int(held / 4)), letter(held * 16)
  if (count == 2) printf "%s%s%s=", letter(int(held / 1024)), letter(int(held / 16)), letter(held * 4)
}'
# Bytes to base64; $coder is what the node has for it.
encode() {
  # `!` is no base64: an encoder that was killed cannot pass for a short answer
  case $coder in
    base64-w0) base64 -w0 || printf '!' ;;
    base64) { base64 || printf '!'; } | tr -d '\n' ;;
    openssl) { openssl base64 || printf '!'; } | tr -d '\n' ;;
    *) { od -A n -v -t u1 || echo '!'; } | awk "$to_base64" || printf '!' ;;
  esac
}

sha256() { # its first word is the digest
  case $summer in
    sha256sum) sha256sum ;;
    openssl) openssl dgst -sha256 -r ;;
    *) shasum -a 256 ;;
  esac
}

# --- Forwarding: where rsyslog and systemd-journal-upload send logs, and which files they read ---------------------------
# Their files hold credentials in forms that redaction does not know, so only what is named here is shown, line by line and
# as tokens: `?` stands for anything else, `!` for a line that cannot be told apart (a string over lines, a block comment).
kept='type|target|port|protocol|streamdriver|streamdriver\.?name|streamdriver\.?mode|streamdriver\.?authmode|file|load|ruleset|config\.enabled|defaultnetstreamdriver|syssock\.use|action\.exec[a-z]+'
plain_word='[A-Za-z0-9_.:/*%-]+'
told='ModLoad|IncludeConfig|InputFileName|DefaultNetstreamDriver|ActionSendStreamDriver|ActionSendStreamDriverMode|ActionSendStreamDriverAuthMode|OmitLocalLogging'
turns='ActionExec[A-Za-z]+|RuleSet|DefaultRuleset|InputFileBindRuleset|ResetConfigVariables|InputRunFileMonitor'
objects='action|input|module|global|include|ruleset|template|property|constant|parser|lookup_table|main_queue|timezone|dyn_stats'
statements='if|then|else|elseif|foreach|stop|call|call_indirect|continue|set|unset|reset'
facility='(\*|auth|authpriv|cron|daemon|ftp|kern|lpr|mail|mark|news|security|syslog|user|uucp|local[0-7])'
priority='[!=]*(\*|none|debug|info|notice|warn|warning|err|error|crit|alert|emerg|panic)'
selector="$facility(,$facility)*\\.$priority"
string="\"([^\"\\\\]|\\\\.)*\"|$q([^$q\\\\]|\\\\.)*$q"
at="(^|$n|&|[{}]|^then|^else|[[:blank:]}]then|[[:blank:]}]else)[[:blank:]]*" # where an action of the old form may begin, which takes the rest of its line
of_rsyslog="
s/^[[:blank:]]+//
s/^(([^\"$q#]|$string)*)#.*/\\1/
s/[[:blank:]]+\$//
/^\$/b shown
/\\\\\$/b odd
t directive
:directive
s/^\\\$($told)[[:blank:]]+($plain_word)\$/$m\$\\1=\\2$n/I
t done
s/^\\\$($turns)([[:blank:]].*)?\$/$m\$\\1=?$n/I
t done
/^\\\$/{
s/.*/$m\$?$n/
b done
}
s/(^|[^A-Za-z0-9_.])($kept)[[:blank:]]*=[[:blank:]]*\"($plain_word)\"/\\1$m\\2=\\3$n/gI
s/$string/?/g
/[\"$q\`]/b odd
s/^:[!\$]?[A-Za-z.-]+ *, *!?[A-Za-z]+ *, *\\?/${m}prop:$n/
s/^($selector(;$selector)*);?([[:blank:]]|\$)/${m}pri:\\1$n /I
s/$at(@@?)(\\([A-Za-z0-9,]+\\))?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]+)?(;[A-Za-z0-9_.-]+)?\$/\\1 $m\\2\\4\\5$n/
s/${at}[|-]?\\/[^*].*\$/\\1 ${m}file$n/
s/$at-?\\?[A-Za-z0-9_.-]+(;[A-Za-z0-9_.-]+)?\$/\\1 ${m}file$n/
s/$at:omusrmsg:.*/\\1 ${m}user$n/I
s/${n}[[:blank:]]*\\*\$/$n ${m}user$n/
s/$at~\$/\\1 ${m}stop$n/
s/(^|[^A-Za-z0-9_.\$!])($objects)[[:blank:]]*\\(/\\1${m}obj:\\2$n/gI
s/[(){}&]/$m&$n/g
s#(^|[^]A-Za-z0-9_.:/*%=\$!$m-])($statements)([^A-Za-z0-9_.:/*%=-]|\$)#\\1$m\\2$n\\3#gI
s##\\1$m\\2$n\\3#g
h
s/${m}[^$n]*$n//g
/\\/\\*|\\*\\//b odd
g
:done
s/^/$n/
s/\$/$m/
s/${n}[[:blank:]]*$m/ /g
s/${n}[^$m]*$m/ ? /g
b shown
:odd
s/.*/!/
b shown"
of_uploads="
s/^[[:blank:]]*([#;].*)?\$//
s/[[:blank:]]+\$//
/\\\\\$/{
s/.*/!/
b shown
}
t section
:section
s/^[[:blank:]]*(\\[[A-Za-z]+])\$/\\1/
t shown
s#^[[:blank:]]*URL[[:blank:]]*=[[:blank:]]*((https?://)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]+)?)?/?\$#URL=\\1#
t shown
s#^[[:blank:]]*TrustedCertificateFile[[:blank:]]*=[[:blank:]]*(/[A-Za-z0-9_./-]+|all|-)?\$#TrustedCertificateFile=\\1#
t shown
s/^[[:blank:]]*(URL|TrustedCertificateFile)[[:blank:]]*=.*/\\1=?/
t shown
s/.*//
b shown"

# --- A batch of requests: what tools and files say of all of them, in few processes ------------------------------------
# From `feed` to `gathered` lines of directives begin with a word that nobody else knows; what follows `records`, `walk` and
# `gone` is what stat and find say. From there on the first character of a line says what it is: M an answer's head
# (`M<id> <state> [words]`), a blank text that may leave the node. Texts that may not yet: Z begins a file, C and V are
# checked as one, R, U, K and P (of processes) are redacted line by line, F and W reduced to what is named. Files are read here, once.
# shellcheck disable=SC2016 # a program of awk
gathered='
function cause_of(line) {
  sub(/ [(]os error [0-9]+[)]$/, "", line) # as coreutils in Rust says it
  if (line ~ /: (No such file or directory|Not a directory|Too many levels of symbolic links)$/) return "absent"
  if (line ~ /: (Permission denied|Operation not permitted)$/) return "denied"
  return "error"
}
function tell(id, words) { gsub(/[^ -~]/, " ", words); print "M" id " " substr(words, 1, 400) }
function path_in(line, i) {
  for (i = 0; i < 6; i++) line = substr(line, index(line, "|") + 1)
  return substr(line, 1, length(line) - 1)
}

# What stat says of the paths that are there, and of what links lead to; of the others, line for line, why not.
function record(line) {
  if (line ~ /^e[|].*\/$/) entry[path_in(line)] = line
  else if (line ~ /^t[|].*\/$/) target[path_in(line)] = line
}
function gone(line, id, cause) {
  id = missed[++heard]
  cause = line == "there" ? "error" : cause_of(line)
  if (heard in spot) { if (cause != "absent") add(id, "unseen|" spot[heard]); return }
  if (line == "there") line = "it came meanwhile"
  if (cause == "absent") line = "No such file or directory"
  if (cause != "absent" || !is_link[heard]) said[id] = cause " " line
}

# What find says: records that end with a slash, perhaps over lines, and messages.
function walk(line, id, cause, found) {
  if (line !~ /^[et][|]/ || open != "") {
    cause = line ~ /: [A-Z]/ ? cause_of(line) : "none"
    if (open == "" && cause == "none") cause = "error"
    if (cause != "absent" && cause != "none") {
      for (id in lists) if (index(line, lists[id])) { found = 1; if (said[id] !~ /^denied/) said[id] = cause " " line }
      if (!found) for (id in lists) said[id] = cause " " line
    }
    if (open == "") return
  }
  open = open == "" ? line : open "\n" line
  if (substr(open, length(open)) != "/") return
  met(open)
  open = ""
}
# Each is named once for every listing that it is part of; otherwise a name holds what looks like another record.
function met(line, id, path) {
  path = path_in(line)
  if (path == known_file) known = known line
  named[line]++
  for (id in lists) {
    if (path != lists[id] && index(path, below[id]) != 1) continue
    if (named[line] == 1) parts[line]++
    if (path == lists[id]) {
      if (line ~ /^e/) walked[id] = 1
    } else if (named[line] == 1 && ++listed[id] <= most) body[id, listed[id]] = line
    if (listed[id] > most) said[id] = "error too many entries: more than " most
  }
  if (!parts[line] && index(path, "/proc/sys/kernel/random") != 1) for (id in lists) said[id] = "error an entry is not below the directory"
}
# Lines of an answer as they are to leave the node: nothing in them is a secret by what they are.
function add(id, line) {
  extent[id] += length(line) + 1
  if (extent[id] > at_most) said[id] = "withheld larger than " at_most " bytes"
  else body[id, ++listed[id]] = line
}
function answer_lines(id, i) {
  if (id in said) { tell(id, said[id]); return }
  print "M" id " ok"
  for (i = 1; i <= listed[id]; i++) shown(body[id, i])
}
# Places with credentials: what find says of those that it looked into, records as they are, perhaps over lines.
function credential(line, i, cause) {
  if (line ~ /^[et][|]/) {
    if (index(line, "|/proc/sys/kernel/random")) known_place = known_place line
    else add(adding, line)
    return
  }
  cause = cause_of(line)
  if (cause == "absent") return
  for (i = 1; i <= place_count; i++) if (index(line, places[i])) cause = hide(i)
  if (cause != "hidden") for (i = 1; i <= place_count; i++) hide(i)
}
function hide(i) {
  if (!(i in hidden)) add(adding, "unseen|" places[i] "/")
  hidden[i] = 1
  return "hidden"
}
# Files that hold keys, as grep names them (those with line breaks are told apart); each time grep finds a key in its input too.
function holder(line, cause) {
  if (open_name != "" || line ~ /^k[|]/) {
    open_name = open_name == "" ? substr(line, 3) : open_name "\n" line
    if (substr(line, length(line)) == "/") { add(adding, open_name); open_name = "" }
  } else if (line ~ /^n[|][0-9]+$/) { begun[adding]++; entries_of[adding] += substr(line, 3) }
  else if (line == "(standard input)") ended[adding]++
  else if (line ~ /^\//) add(adding, line "/")
  else {
    cause = cause_of(line)
    if (cause != "absent" && said[adding] !~ /^denied/) said[adding] = cause " " line
  }
}
function settle_keys(id) {
  if (open_name != "" || begun[id] != ended[id]) return "grep"
  if (begun[id] == 0) return "find"
  if (entries_of[id] > keys[id]) said[id] = "error too many entries: more than " keys[id]
  return ""
}

# What every node has is asked for beside the rest: a tool that tells of it in another way is not believed in anything.
function is_record(line, path) {
  return line ~ /^e[|][48][0-9a-f][0-9a-f][0-9a-f][|][0-9]+[|][0-9]+[|][^|]+[|][^|]+[|]/ && path_in(line) == path
}
function unfit(id) {
  if (looked && !is_record(entry["/"], "/")) return "stat"
  if (walks && !is_record(known, known_file)) return "find"
  if (place_count && !is_record(known_place, known_file)) return "find"
  for (id in keys) if (settle_keys(id) != "") return settle_keys(id)
  return ""
}
function shown(words) { gsub(/\n/, "\n ", words); print " " words }
function answer_stat(id, path) {
  if (id in said) { tell(id, said[id]); return }
  if (!(path in entry)) { tell(id, "error it was not there any more"); return }
  print "M" id " ok"
  shown(entry[path])
  if (path in target) shown(target[path])
}
function answer_list(id, path, i) {
  path = lists[id]
  if (!(id in said) && !(path in entry && id in walked)) said[id] = "error find did not list it"
  for (i = 1; i <= listed[id] && !(id in said); i++)
    if (named[body[id, i]] != parts[body[id, i]]) said[id] = "error an entry is there twice"
  if (!(id in said) && entry[path] in named && named[entry[path]] != parts[entry[path]]) said[id] = "error an entry is there twice"
  if (id in said) { tell(id, said[id]); return }
  print "M" id " ok"
  shown(entry[path])
  if (path in target) shown(target[path])
  for (i = 1; i <= listed[id]; i++) shown(body[id, i])
}

# What systemd shows: of each name a block of lines, with an empty one between two. One that is not there is `!` and its name here,
# and not among the blocks where that was known before.
function answer_units(status, why, i, n, count, at, block, wrong) {
  for (i = 1; i <= unit_count; i++) {
    count = split(names_of[i], text, " ")
    for (n = 1; n <= count; n++) if (text[n] !~ /^!/) at++
  }
  if (status != 0) wrong = "error " why
  else if (forged || at + 0 != (unit_lines ? blocks + 1 : 0)) wrong = "error systemctl show did not tell the units apart"
  at = 0
  for (i = 1; i <= unit_count; i++) {
    if (wrong != "") { tell(units[i], wrong); continue }
    print "M" units[i] " ok"
    count = split(names_of[i], text, " ")
    for (n = 1; n <= count; n++) {
      if (n > 1) print " "
      if (text[n] ~ /^!/) { print " " text[n]; continue }
      for (block = ""; at < unit_lines && unit_line[at + 1] != ""; ) block = block "\nU" unit_line[++at]
      if (block == absent_unit(text[n])) block = "\n !" text[n]
      if (block != "") print substr(block, 2)
      at++
    }
  }
}

# As systemctl shows a unit that is not there: it has no file, so none is enabled, nothing is laid over it, and nothing wants it.
function absent_unit(name) {
  return (name ~ /[.]service$/ ? "\nUMainPID=0" : "") "\nUId=" name "\nUNames=" name "\nURequiredBy=\nUWantedBy=\nULoadState=not-found\nUActiveState=inactive\nUSubState=dead\nUFragmentPath=\nUDropInPaths=\nUUnitFileState="
}

# A regular file, of the size that it was found with, or as large as it is (-) where that says nothing.
function take(path, size, status, bytes) {
  count = bytes = unended = 0
  if (size != "-" && size + 0 > at_most) return "withheld larger than " at_most " bytes"
  while ((status = (getline line < path)) > 0) {
    text[++count] = line
    bytes += length(line) + 1
    if (bytes > at_most + 1) break
  }
  close(path)
  if (status < 0) return "error it could not be read"
  if (bytes > at_most + 1) return "withheld larger than " at_most " bytes"
  if (size == "-") return ""
  unended = bytes == size + 1
  if (bytes != size + 0 && !unended) return "error it changed while it was read"
  return ""
}
function secret_in(i) {
  for (i = 1; i <= count; i++) {
    if (index(text[i], "PRIVATE KEY")) return "withheld holds a private key"
    if (text[i] ~ /^[^:]*:[!*]*[$][^:]*:/ || text[i] ~ /^[^: \t\r\f\v]+:([$][a-z0-9]+[$]|[{]S?SHA)/) return "withheld holds passwords as in /etc/shadow"
    if (text[i] ~ /(^|[^A-Za-z])kind\\*["\047]?[ \t]*:[ \t]*\\*["\047]?Secret(List)?([^A-Za-z]|$)/) return "withheld holds a Secret"
  }
  return ""
}
# Names of the variables whose values something may need.
function needs(i, rest, name, n) {
  for (name in needed) delete needed[name]
  for (i = 1; i <= count && n < 500; i++) {
    rest = text[i]
    while (match(rest, /[$][({]?[A-Za-z_][A-Za-z0-9_.-]*/)) {
      name = substr(rest, RSTART, RLENGTH)
      rest = substr(rest, RSTART + RLENGTH)
      sub(/^[$][({]?/, "", name)
      needed[name] = 1
      n++
    }
  }
}
function marked(line, done, name) {
  if (line !~ /name["\047]?[ \t]*:/) return line
  done = ""
  while (match(line, /name["\047]?[ \t]*:[ \t]*["\047]?/)) {
    done = done substr(line, 1, RSTART + RLENGTH - 1)
    line = substr(line, RSTART + RLENGTH)
    if (!match(line, /^[A-Za-z0-9_.-]+/)) continue
    name = substr(line, 1, RLENGTH)
    if (substr(line, RLENGTH + 1) ~ /^["\047]?[ \t]*([, \t\r\f\v}]|$)/ && (name in needed || name ~ /^ETCD_[A-Z0-9_]*$/)) done = done "\003"
    done = done name
    line = substr(line, length(name) + 1)
  }
  return done line
}
function tell_text(id, wrong, i) {
  if (wrong == "") wrong = secret_in()
  if (wrong != "") { tell(id, wrong); return }
  needs()
  print "Z"
  for (i = 1; i <= count; i++) print "C" text[i]
  print "V" id " ok" (unended ? " unended" : "")
  for (i = 1; i <= count; i++) print "R" marked(text[i])
}
function tell_forwarding(id, kind, wrong, i) {
  if (wrong != "") { tell(id, wrong); return }
  print "M" id " ok" (unended ? " unended" : "")
  for (i = 1; i <= count; i++) { gsub(/[^\t -~]/, "?", text[i]); print kind text[i] }
}

# Whole certificates in PEM, lines of 64 as all tools write them. One in DER is a sequence that begins with a sequence of
# 128 bytes or more; no key begins so, whatever its block is called.
function begins_certificate(line) {
  return length(line) == 64 && line ~ /^MI[I-L][A-Za-z0-9+\/][A-Za-z0-9+\/][DTjz]C[BC][A-Za-z0-9+\/]*$/
}
function certificates_of(i, at, held, begun) {
  whole = 0
  begun = 0
  for (i = 1; i <= count; i++) {
    if (text[i] ~ /BEGIN [A-Z0-9 ]*CERTIFICATE/) begun++
    sub(/[\001-\037\177]+$/, "", text[i])
    if (text[i] == "-----BEGIN CERTIFICATE-----") { at = 1; held = ""; continue }
    if (at && text[i] == "-----END CERTIFICATE-----" && at > 1) {
      block[++whole] = "-----BEGIN CERTIFICATE-----\n" held text[i]
      at = 0
    } else if (at && (at == 1 ? begins_certificate(text[i]) : length(text[i]) <= 64 && text[i] ~ /^[A-Za-z0-9+\/]+=?=?$/ && !short)) {
      short = length(text[i]) < 64
      held = held text[i] "\n"
      at++
    } else at = 0
    if (!at) short = 0
  }
  return begun == whole
}
function tell_certificates(id, wrong, i) {
  if (wrong == "" && !certificates_of()) wrong = "withheld holds a certificate that is not whole"
  if (wrong != "") { tell(id, wrong); return }
  print "M" id " ok"
  for (i = 1; i <= whole; i++) shown(block[i])
}

# The text that base64 stands for, where it is ASCII, and back.
function alphabet(i) {
  letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  for (i = 1; i <= 64; i++) value[substr(letters, i, 1)] = i - 1
  for (i = power[0] = 1; i < 16; i++) power[i] = 2 * power[i - 1]
  for (i = 1; i < 128; i++) { character[i] = sprintf("%c", i); code[character[i]] = i }
}
function text_of(base64, i, bits, n, out) {
  if (length(base64) % 4) return ""
  sub(/=+$/, "", base64)
  for (i = 1; i <= length(base64); i++) {
    bits = bits * 64 + value[substr(base64, i, 1)]
    n += 6
    if (n < 8) continue
    n -= 8
    if (!(int(bits / power[n]) in character)) return ""
    out = out character[int(bits / power[n])]
    bits %= power[n]
  }
  return out
}
function base64_of(words, i, bits, n, out) {
  for (i = 1; i <= length(words); i++) {
    bits = bits * 256 + code[substr(words, i, 1)]
    for (n += 8; n >= 6; bits %= power[n]) {
      n -= 6
      out = out substr(letters, int(bits / power[n]) + 1, 1)
    }
  }
  if (n > 0) out = out substr(letters, bits * power[6 - n] + 1, 1)
  return out substr("===", 1, (4 - length(out) % 4) % 4)
}
# The certificates in base64, if they are whole.
function certificates_in(base64, decoded, i, sum) {
  if (++certificates > most_certificates) return ""
  if (letters == "") alphabet()
  decoded = text_of(base64)
  for (i = 1; i <= count; i++) kept_text[i] = text[i]
  kept_count = count
  count = split(decoded, text, "\n")
  sum = ""
  if (certificates_of()) for (i = 1; i <= whole; i++) sum = sum block[i] "\n"
  for (i = 1; i <= kept_count; i++) text[i] = kept_text[i]
  count = kept_count
  return base64_of(sum)
}
# Whatever holds no certificate is redacted further on.
function tell_users(id, wrong, i, json) {
  if (wrong != "") { tell(id, wrong); return }
  for (i = 1; i <= count && json == ""; i++) if (match(text[i], /[^ \t\r\f\v]/)) json = substr(text[i], RSTART, 1)
  print "M" id " ok whole"
  certificates = 0
  if (json == "{") { for (i = 1; i <= count; i++) tokens_of(text[i]); token(""); return }
  for (i = 1; i <= count; i++) {
    line = text[i]
    sub(/[\001-\037\177]+$/, "", line)
    if (line ~ /^ *(- +)*["\047]?client-certificate-data["\047]?:[ \t]+("[A-Za-z0-9+\/]+=*"|\047[A-Za-z0-9+\/]+=*\047|[A-Za-z0-9+\/]+=*)$/) {
      match(line, /:[ \t]+["\047]?/)
      data = substr(line, RSTART + RLENGTH)
      sub(/["\047]$/, "", data)
      line = substr(line, 1, RSTART) " "
      data = certificates_in(data)
      if (data != "") { print "U" line "\"" data "\""; continue }
      line = line "\"REDACTED\""
    }
    print "K" line
  }
}
function tokens_of(line) {
  gsub(/[\001-\037\177]+/, " ", line)
  while (match(line, /"([^"\\]|\\.)*"([ \t]*:)?|[][{},]|[^][{},"\t ]+/)) {
    if (substr(line, 1, RSTART - 1) ~ /[^ \t]/) token("!")
    token(substr(line, RSTART, RLENGTH))
    line = substr(line, RSTART + RLENGTH)
  }
  if (line ~ /[^ \t]/) token("!")
}
# A key and what follows it stand on one line.
function token(word, data) {
  if (key != "") {
    if (key == "\"client-certificate-data\":" && word ~ /^"[A-Za-z0-9+\/]+=*"$/) data = certificates_in(substr(word, 2, length(word) - 2))
    if (data != "") print "U" key " \"" data "\""
    else print "J" key " " word
    key = ""
  } else if (word ~ /:$/) { key = word; sub(/[ \t]*:$/, ":", key) }
  else if (word != "") print "J" word
}
# What a grep says of files of processes, and of what it could not read: `/proc/7/comm:text`.
function told_of(line, message, path, what, pid, n) {
  message = substr(line, 1, 1) != "/"
  if (line ~ /^[^:]*\/self\/cmdline:/) { told_whole(line); return }
  if (message) line = substr(line, index(line, ": ") + 2)
  path = substr(line, 1, index(line, ":") - 1)
  line = substr(line, length(path) + 2)
  n = split(path, step, "/")
  what = step[n]
  pid = step[n - 1] == "attr" ? step[n - 2] : step[n - 1]
  if (message) {
    if (what == "environ") unread[pid] = 1
    if (pid == "net") incomplete["sockets"] = substr(line, 2)
  }
  else if (pid == "net") open_socket(what, line)
  else if (what == "current") { if (!(pid in label)) label[pid] = line }
  else if (what == "cmdline" || what == "environ") add_words(what, pid, line, "\001")
  else if (what == "comm") comm[pid] = comm[pid] line
  else if (what == "cgroup") cgroup[pid] = cgroup[pid] line "\n"
  else if (what == "status") {
    split(line, field)
    if (field[1] == "State:" && field[2] == "Z") dead[pid] = 1
    else if (field[1] == "PPid:") parent[pid] = field[2]
    else if (field[1] == "Uid:") uid[pid] = field[3]
    else if (field[1] == "CapBnd:") bounding[pid] = field[2]
  }
}
# The last file of each grep is its own command line: so all was read, and NULs came as they are.
function told_whole(line, n) {
  wholes++
  n = split(line, word, between_words)
  if (is_blind || word[1] ~ /:grep$/ && word[2] == "-a" && word[n - 1] ~ /\/self\/cmdline$/) return
  print "Mblind"
  is_over = 1
  exit
}
function add_words(what, pid, line, between) {
  if ((what, pid) in words) line = words[what, pid] between line
  words[what, pid] = line
}
# What ls says: no name before the arrow holds one.
function linked(line, at, pid) {
  at = index(line, " -> ")
  if (!at || !match(substr(line, 1, at - 1), /\/[0-9]+\/exe$/)) return
  pid = substr(line, RSTART + 1, RLENGTH - 5)
  exe[pid] = substr(line, at + 4)
}
# Words as the kernel has them, each ended by a NUL; a line break within one is \001.
function words_of(what, pid, n) {
  n = split(words[what, pid], word, between_words)
  return n && word[n] == "" ? n - 1 : n
}
# The reader, and the shells that it is made of.
function is_own(pid, steps) { return pid == self || steps < 9 && pid in parent && is_own(parent[pid], steps + 1) }
function tell_process(pid, variables, n, i) {
  if (!(pid in uid) || pid in dead || is_own(pid)) return
  n = words_of("cmdline", pid)
  variables = "-"
  if (n && word[1] ~ /^([^\001]*\/)?[e]tcd(\001|$)/ || exe[pid] ~ /\/[e]tcd( [(]deleted[)])?$/) variables = pid in unread ? "unread" : "read"
  print " p|" pid "|" uid[pid] "|" sees[pid] "|" variables
  print " c|" comm[pid]
  print " e|" exe[pid]
  count = split(cgroup[pid], text, "\n")
  for (i = 1; i < count; i++) print " g|" text[i]
  for (i = 1; i <= n; i++) print "Pa|" word[i]
  if (variables != "read") return
  n = words_of("environ", pid)
  for (i = 1; i <= n; i++) if (word[i] ~ /^ETCD_[A-Z0-9_]*=/) print "Pv|" word[i]
}
function answer_processes(i) {
  for (i = 1; i <= chosen; i++) tell_process(pids[i])
}

# Sockets that take from anyone: TCP that listens (state 0A), UDP that is not connected (07).
function open_socket(table, line) {
  if (split(line, field) < 10 || field[1] !~ /^[0-9]+:$/ || field[4] != (table ~ /^tcp/ ? "0A" : "07")) return
  is_open[field[10]] = 1
  opened[++opened_count] = " s|" table "|" field[2] "|" field[10]
  if (opened_count > most_sockets) incomplete["sockets"] = "more than " most_sockets " sockets"
}
# What ls says of the open files of each process, whose folder it names: no name before the arrow holds one.
function listed_file(line, at) {
  if (line ~ /^\/.*\/[0-9]+\/fd:$/) {
    at = split(line, step, "/")
    folder_of = step[at - 1]
    return
  }
  at = index(line, " -> ")
  if (line !~ /^l/ || !at || folder_of == "") return
  if (!(folder_of in has_files)) { has_files[folder_of] = 1; shown_files[++shown_count] = folder_of }
  line = substr(line, at + 4)
  if (line ~ /^socket:[[][0-9]+[]]$/) sockets[++socket_count] = folder_of "|" substr(line, 9, length(line) - 9)
}
# The kernel prints addresses in its own byte order: that of any program, by its ELF header.
function byte_order(path, status, order) {
  path = "/proc/self/exe"
  while ((status = (getline line < path)) > 0) break
  close(path)
  order = substr(line, 2, 3) == "ELF" ? substr(line, 6, 1) : ""
  return order == "\001" ? "little" : order == "\002" ? "big" : "unknown"
}
function answer_sockets(i, pid) {
  print " b|" byte_order()
  for (i = 1; i <= opened_count; i++) print opened[i]
  for (i = 1; i <= shown_count; i++) print " f|" shown_files[i]
  for (i = 1; i <= socket_count; i++) {
    split(sockets[i], field, "|")
    if (!(field[2] in is_open) || sockets[i] in told) continue
    told[sockets[i]] = 1
    print " h|" sockets[i]
    pid = field[1]
    if (!(pid in holds)) print " x|" pid "|" exe[pid]
    holds[pid] = 1
  }
}

# How AppArmor or SELinux confines what runs in containers of the [k]ubelet, each once. The cgroup is the one right below a
# pod: neither what watches over it (conmon) nor a cluster nested in it. No interval: not every awk has them.
function times(text, n, all) { while (n-- > 0) all = all text; return all }
function of_pods() {
  return "^[0-9]+:[^:]*:(/[k]ubelet([.]slice)?)?/([k]ubelet-)?[k]ubepods([.]slice)?(/[^/:]+)?/[^/:]*pod" times("[0-9a-f_-]", 32) times("[0-9a-f_-]?", 4) "([.]slice)?/((cri-containerd|crio|docker)-)?" times("[0-9a-f]", 64) "([.]scope)?$"
}
function in_pod(pid, n) {
  for (n = split(cgroup[pid], text, "\n"); n; n--) if (text[n] ~ pods_container) return 1
  return 0
}
# `other` where the runtime may leave it alone: it is privileged (CAP_SYS_ADMIN), shares namespaces of the host, or is no
# own program of the container (pause, the runtime before it starts one, a sandbox).
function answer_labels(i, pid, kind, line) {
  if (mode != "") print " mode|" mode
  pods_container = of_pods()
  for (i = 1; i <= confined_count; i++) {
    pid = confined[i]
    line = label[pid]
    while (line != "" && substr(line, length(line)) < " ") line = substr(line, 1, length(line) - 1)
    if (line == "" || bounding[pid] == "" || !in_pod(pid)) continue
    kind = "limited"
    if (shares[pid] != "" || substr(bounding[pid], length(bounding[pid]) - 5, 1) ~ /[2367abef]/ || exe[pid] == "") kind = "other"
    if (exe[pid] ~ /^\/memfd:|\/pause|\/pod$|\/.*runc|\/crun|\/runsc|\/qemu|\/cloud-hypervisor|\/firecracker/) kind = "other"
    # Every pod has a level of its own.
    if (match(line, /^[^:|]+:[^:|]+:[^:|]+:/)) line = substr(line, 1, RLENGTH - 1)
    line = " l|" kind "|" line
    if (!(line in told)) print line
    told[line] = 1
  }
}
function answer_look(id, verb) {
  if (!(verb in incomplete) && greps != wholes) incomplete[verb] = "not all was read"
  print "M" id " ok"
  print " complete|" (verb in incomplete ? "no|" incomplete[verb] : "yes")
  if (verb == "processes") answer_processes()
  else if (verb == "labels") answer_labels()
  else if (!(verb in incomplete)) answer_sockets()
}
function file(verb, id, size, path, wrong) {
  told[id] = 1
  wrong = take(path, size)
  if (verb == "read") tell_text(id, wrong)
  else if (verb == "certificates") tell_certificates(id, wrong)
  else if (verb == "users") tell_users(id, wrong)
  else tell_forwarding(id, verb == "uploads" ? "W" : "F", wrong)
}

# What is known to hold secrets goes first, all the way: `approved` lets nothing by unless these come out as they should.
function trial(i) {
  unended = 0
  count = split("- name: A_TOKEN\n  # a\n  value: b\ntoken: c\n--token=d\nx: $(B)\n- name: B\n  value: e", text, "\n")
  tell_text(0, "")
  count = split("a:\n- token: |\n    b", text, "\n")
  tell_text(0, "")
  count = split("a: b\n-----BEGIN PRIVATE KEY-----", text, "\n")
  tell_text(0, "")
  count = split("- a: b # c\n  user: # d", text, "\n")
  tell_users(0, "")
  count = split("{\"a\": \"b\"}", text, "\n")
  tell_users(0, "")
  count = split("Action(Type=\"a\" Pwd=\"b\")", text, "\n")
  tell_forwarding(0, "F", "")
  print "U--token=b https://c:d@e"
  count = split("a|--token a|b a|--token=c v|A_TOKEN=d\001e a|A_TOKEN=d\001e", text, " ")
  for (i = 1; i <= count; i++) print "P" text[i]
}

function directive(word, line, id, rest) {
  section = ""
  id = line
  sub(/ .*/, "", id)
  rest = substr(line, length(id) + 2)
  if (word == "limits") { at_most = id + 0; most = first(rest) + 0; most_certificates = after(rest) + 0; trial() }
  else if (word == "stat") stats[++stat_count] = id " " rest
  else if (word == "list") {
    lists[id] = rest
    below[id] = rest
    sub(/\/*$/, "/", below[id])
    list_ids[++list_count] = id
  }
  else if (word == "unit") { units[++unit_count] = id; names_of[unit_count] = rest }
  else if (word == "shown") answer_units(id + 0, rest)
  else if (word == "single") walked[id] = 1
  else if (word == "else") others[++other_count] = id
  else if (word == "miss" || word == "link") { missed[++misses] = id; is_link[misses] = word == "link" }
  else if (word == "spot") { missed[++misses] = id; spot[misses] = rest }
  else if (word == "place") places[++place_count] = rest
  else if (word == "lines") { if (!(id in adds)) lined[++lined_count] = id; adds[id] = 1 }
  else if (word == "keys") keys[id] = rest + 0
  else if (word == "said") said[id] = rest
  else if (word == "look") looks[++look_count] = line
  else if (word == "most") { most_sockets = id + 0 }
  else if (word == "mode") mode = line
  else if (word == "confined") { confined[++confined_count] = id; shares[id] = rest }
  else if (word == "self") { self = id; is_blind = rest != ""; between_words = is_blind ? "\n" : sprintf("%c", 0) }
  else if (word == "incomplete") incomplete[id] = rest
  else if (word == "process") { pids[++chosen] = id; sees[id] = rest }
  else if (word == "unread") unread[id] = 1
  else if (word == "words") { section = word; kind = id; whose = rest }
  else if (word == "file") file(first(rest), id, first(after(rest)), after(after(rest)))
  else section = word
  if (word == "texts") greps++
  if (word == "lines" || word == "printed" || word == "found" || word == "keys") { section = word; adding = id }
  if (word == "records") looked = 1
  if (word == "walk") walks = 1
}
function first(line) { sub(/ .*/, "", line); return line }
function after(line) { return substr(line, index(line, " ") + 1) }

NR == 1 { nonce = $0 " "; known_file = "/proc/sys/kernel/random/uuid"; next }
index($0, nonce) == 1 { line = substr($0, length(nonce) + 1); directive(first(line), index(line, " ") ? after(line) : ""); next }
section == "fds" { listed_file($0); next }
section == "records" { record($0) }
section == "gone" { gone($0) }
section == "walk" { walk($0) }
section == "lines" { add(adding, $0) }
section == "printed" { add(adding, ">" $0) }
section == "found" { credential($0) }
section == "keys" { holder($0) }
section == "exes" { linked($0) }
section == "texts" { told_of($0) }
section == "words" { add_words(kind, whose, $0, between_words) }
section == "units" { unit_line[++unit_lines] = $0; if ($0 == "") blocks++; if ($0 ~ /^!/) forged = 1 }
END {
  if (is_over) exit
  if (heard != misses) for (i = 1; i <= misses; i++) said[missed[i]] = "error stat did not say what is not there"
  if (open != "") for (id in lists) said[id] = "error find was cut off"
  for (i = 1; i <= stat_count; i++) answer_stat(first(stats[i]), after(stats[i]))
  for (i = 1; i <= list_count; i++) answer_list(list_ids[i])
  for (i = 1; i <= other_count; i++) if (!(others[i] in told)) tell(others[i], others[i] in said ? said[others[i]] : "error it was not there any more")
  for (i = 1; i <= look_count; i++) answer_look(first(looks[i]), after(looks[i]))
  unfit_tool = unfit()
  for (i = 1; i <= lined_count; i++) answer_lines(lined[i])
  print "M" (unfit_tool == "" ? "end" : "unfit " unfit_tool)
}'

# All that becomes of a line before it may leave the node: by its first character.
redaction="
:top
/^[M ]/b
/^Z/{
s/.*//
h
d
}$spans_lines
/^U/{
s/^U//
b text
}
/^K/{
s/^K//
b users
}
/^J/{
s/^J//
b json
}
/^F/{
s/^F//
b rsyslog
}
/^W/{
s/^W//
b uploads
}
/^P/b mark
/^R/!{
s/.*/Munfit awk/
b
}
G
/\\nfine\$/!d
s/\\nfine\$//
:mark$mark_names
/^C/{
s/^C//
H
d
}
/^P/{
s/^P//
/^a[|]--?${words}\$/{
s/$at_end//
s/^/ /
n
/^Pa[|]/!b top
/^Pa[|]-/!s/[|].*/|REDACTED/
b mark
}
s/^(a[|]--?|v[|])(${words}=).+/\\1\\2REDACTED/
b marked
}
/^R/!{
s/^T//
b marked
}
s/^R//$redact_keys
:marked$redact_marked$redact_next
:shown
s/^/ /
b
:text
s/^/T/
b mark
:users$kubeconfig_lines
b text
:json$kubeconfig_tokens
:rsyslog$of_rsyslog
:uploads$of_uploads"

# Lets nothing by unless what is known to hold secrets came out without them. Of a kubeconfig all lines must be of a known form.
# shellcheck disable=SC2016
approved='
BEGIN { wanted = split("M0 ok\n - name: A_TOKEN\n   # a\n   value: \"REDACTED\"\n token: REDACTED\n --token=REDACTED\n x: $(B)\n - name: B\n   value: e\nM0 withheld holds a secret over several lines, which cannot be redacted line by line\nM0 withheld holds a private key\nM0 ok whole\n - a: \"REDACTED\"\n   user:\nM0 ok whole\n {\n \"a\": \"REDACTED\"\n }\nM0 ok\n  obj:Action Type=a ? ) \n --token=REDACTED https://REDACTED@e\n a|--token\n a|REDACTED\n a|--token=REDACTED\n v|A_TOKEN=REDACTED\n a|A_TOKEN=REDACTED", want, "\n") }
function settle(i) {
  if (head == "") return
  if (strange) { sub(/ .*/, " withheld is not written in a form that can be redacted line by line", head); kept = 0 }
  print head
  for (i = 1; i <= kept; i++) print line[i]
  head = ""
}
NR <= wanted {
  if ($0 == want[NR]) next
  NR = 0
  exit
}
/^M/ { settle() }
/^M.* whole$/ { head = $0; sub(/ whole$/, "", head); kept = strange = 0; next }
head != "" {
  if ($0 == " !") strange = 1
  line[++kept] = $0
  next
}
{ print }
END { if (NR < wanted) print "Munfit sed" }'

look_at() { # id, path
  if [ -e "$2" ] || [ -L "$2" ]; then
    there=$there$line_break$2
    if [ ! -L "$2" ]; then return; fi
    if [ -e "$2" ]; then links=$links$line_break$2; return; fi
    printf '%s link %s\n' "$nonce" "$1"
  else printf '%s miss %s\n' "$nonce" "$1"; fi
  misses=$misses$line_break$2 missed=$missed$line_break$1
}

# For what is not there this is no answer but a line of one, where it cannot be said that it is not.
look_for() { # id, what cannot be seen then, path
  printf '%s spot %s %s\n' "$nonce" "$1" "$2"
  misses=$misses$line_break$3 missed=$missed$line_break$1
}

look_into() { # id, what of it, path
  printf '%s else %s\n' "$nonce" "$1"
  if [ ! -e "$3" ]; then
    printf '%s miss %s\n' "$nonce" "$1"
    misses=$misses$line_break$3 missed=$missed$line_break$1
  elif [ ! -f "$3" ]; then tell_of "$1" 'error not a regular file'
  elif [ ! -r "$3" ]; then tell_of "$1" 'denied Permission denied'
  else files="$files$line_break$1 $2 $3"; fi
}

tell_of() { printf '%s said %s %s\n' "$nonce" "$1" "$2"; } # id, state and words

sizes_and_systems() { stat -L -c %s "$@"; stat -f -c %t "$@"; } 2>/dev/null

# Their sizes, then on which kind of file system they are, a line each. Where one of them is gone it is one file after the other.
open_files() { # id, what of it and path of each, on lines
  paths=''
  for item in $1; do
    item=${item#* }
    paths=$paths$line_break${item#* }
  done
  # shellcheck disable=SC2046,SC2086 # split at line breaks
  open_known "$1" $(sizes_and_systems $paths)
}

open_known() { # as above, sizes, file systems
  given=$1 sized=''
  shift
  count=0
  for item in $given; do count=$((count + 1)); done
  if [ $# != $((2 * count)) ]; then
    if [ "$count" = 1 ]; then tell_of "${given%% *}" 'error it cannot be looked at'; return; fi
    for item in $given; do open_files "$item"; done
    return
  fi
  for item in $given; do
    sized=$sized$line_break$1\ $item
    shift
  done
  for item in $sized; do
    system=$1
    shift
    size=${item%% *} item=${item#* }
    id=${item%% *} item=${item#* }
    # By the magic numbers of linux/magic.h those that a kernel makes up: /proc/kmsg looks like a regular file and never ends.
    # proc, sysfs, cgroup, cgroup2, debugfs, tracefs, securityfs, selinuxfs, smackfs, bpf, pstore, configfs, efivarfs, binfmt_misc
    case $system:${item#* } in
      *:/proc/sys/kernel/random/boot_id | *:/sys/fs/selinux/enforce | *:/sys/module/apparmor/parameters/enabled) size=- ;; # a line each
      9fa0:* | 62656572:* | 27e0eb:* | 63677270:* | 64626720:* | 74726163:* | 73636673:* | f97cff8c:* | 43415d53:* | \
        cafe4a11:* | 6165676c:* | 62656570:* | de5e81e4:* | 42494e4d:*)
        tell_of "$id" 'error not a regular file'
        continue ;;
    esac
    if [ -n "$blind" ] && [ "$(tr -d -c '\000' <"${item#* }" | head -c 1 | tr '\000' x)" = x ]; then
      tell_of "$id" 'withheld holds a NUL, of which this awk makes a line break'
      continue
    fi
    printf '%s file %s %s %s %s\n' "$nonce" "$id" "${item%% *}" "$size" "${item#* }"
  done
}

# What `gathered` needs: what is asked, then what stat and find say of it all. Each path is looked at twice; one that is not
# there both times is not there.
feed() {
  there='' links='' misses='' missed='' walks='' files=''
  printf '%s\n%s limits %s %s %s\n' "$nonce" "$nonce" "$bytes_at_most" "$entries_at_most" "$certificates_at_most"
  IFS=$line_break
  if [ -n "$looks" ]; then feed_looks 2>/dev/null; fi # first, for it may end the round
  for item in $stats; do
    printf '%s stat %s\n' "$nonce" "$item"
    look_at "${item%% *}" "${item#* }"
  done
  for item in $lists; do
    path=${item#* }
    printf '%s list %s\n' "$nonce" "$item"
    look_at "${item%% *}" "$path"
    if [ -d "$path" ]; then walks=$walks$line_break$path; else printf '%s single %s\n' "$nonce" "${item%% *}"; fi
  done
  for item in $reads; do
    rest=${item#* }
    look_into "${item%% *}" "${rest%% *}" "${rest#* }"
  done
  if [ -n "$files" ]; then open_files "$files"; fi
  if [ -n "$units" ]; then feed_units; fi
  # shellcheck disable=SC2086
  if [ -n "$there" ]; then
    printf '%s records\n' "$nonce"
    stat -c "e|$facts" / $there 2>/dev/null
    if [ -n "$links" ]; then stat -L -c "t|$facts" $links 2>/dev/null; fi
  fi
  # shellcheck disable=SC2086
  if [ -n "$walks" ]; then
    printf '%s walk\n' "$nonce"
    find -H /proc/sys/kernel/random $walks -exec stat -c "e|$facts" {} + -type l -exec stat -L -c "t|$facts" {} + 2>&1
  fi
  for search in $searches; do feed_search "$search" 2>/dev/null; done
  # shellcheck disable=SC2086
  if [ -n "$misses" ]; then
    printf '%s gone\n' "$nonce"
    stat -L -c there $misses 2>&1
    tell_ended $missed
  fi
  for item in $refused; do printf '%s else %s\n' "$nonce" "${item%% *}"; tell_of "${item%% *}" "${item#* }"; done
  unset IFS
}

feed_search() { # id, verb and argument
  id=${1%% *} search=${1#* }
  argument=${search#* }
  case $search in
    credentials*) feed_credentials ;;
    filters*) feed_filters ;;
    kubectl*) feed_kubectls "$argument" ;;
    keys*) feed_keys "$argument" ;;
  esac
  IFS=$line_break
}

# Of many units most are not there, which systemd tells of all in one call, in a tenth of the time that it takes to show each.
# Where it does not, or not in this form, none is: each is shown then. In a description a quote has a backslash before it.
find_absent_units() { # names
  absent=' '
  if [ $# -lt 16 ] || ! command -v busctl >/dev/null; then return; fi
  listed=$(timeout -s KILL 5 busctl --system call org.freedesktop.systemd1 /org/freedesktop/systemd1 \
    org.freedesktop.systemd1.Manager ListUnitsByNames as $# "$@" 2>/dev/null) || return
  case $listed in "a(ssssssouso) $# \""*) ;; *) return ;; esac
  IFS='"'
  # shellcheck disable=SC2086 # id, description, what it says of loading, activity and process, ... each between quotes
  set -- $listed
  shift
  while [ $# -gt 16 ]; do
    case "$1|$3|$5|$7|$9|${11}|${13}" in
      "$1|$1|not-found|inactive|dead||/org/freedesktop/systemd1/unit/"*) absent="$absent$1 " ;;
      *"|/org/freedesktop/systemd1/unit/"*) ;;
      *) absent=' '; return ;;
    esac
    if [ $# -lt 18 ]; then return; fi
    shift 18
  done
}

feed_units() {
  names='' present=''
  for item in $units; do names="$names ${item#* }"; done
  IFS=' '
  # shellcheck disable=SC2086 # split at blanks
  find_absent_units $names
  IFS=$line_break
  for item in $units; do
    IFS=' ' names=''
    for name in ${item#* }; do
      case $absent in *" $name "*) name=!$name ;; *) present="$present $name" ;; esac
      names="$names $name"
    done
    printf '%s unit %s%s\n' "$nonce" "${item%% *}" "$names"
  done
  IFS=' ' status=0 why=''
  printf '%s units\n' "$nonce"
  if [ -n "$present" ]; then
    # shellcheck disable=SC2086
    systemctl show -p "$unit_properties" -- $present 2>/dev/null
    status=$?
    # shellcheck disable=SC2086
    if [ $status != 0 ]; then why=$(systemctl show -- $present 2>&1 >/dev/null | head -n 1); fi
  fi
  printf '%s shown %s %s\n' "$nonce" $status "${why:-systemctl show failed}"
  IFS=$line_break
}

# A process that has ended has no files, which says nothing of those it had.
tell_ended() { # ids of what was missed
  for path in $misses; do
    case $path in
      /proc/[0-9]*/root/*)
        path=${path#/proc/}
        if [ ! -d "/proc/${path%%/*}/root" ]; then tell_of "$1" 'error the process has ended'; fi ;;
    esac
    shift
  done
}

# What processes say of themselves, and who holds which socket: one grep finds what is of interest, one ls says what all of
# them run, one more what they have open; another grep shows the files of what was found. All is said by tools whose messages
# tell what is hidden (GNU's and BusyBox' say what they have to before they complain, so no message stands within a line), and
# that bear a process that ends meanwhile.
feed_looks() {
  kinds=''
  for item in $looks; do
    printf '%s look %s\n' "$nonce" "$item"
    kinds="$kinds ${item#* }"
  done
  printf '%s self %s %s\n%s most %s\n' "$nonce" $$ "$blind" "$nonce" "$sockets_at_most"
  hits='' programs='' hidden='' pids='' pods='' asked_files='' count=0
  set +f
  set -- /proc/[0-9]*
  set -f
  look_through "$@"
  printf '%s exes%s\n' "$nonce" "$programs"
  case $kinds in *sockets*) tell_tables ;; esac
  case $kinds in *processes* | *labels*) tell_found ;; esac
  tell_files
  if [ ! -r /proc/1/cmdline ]; then hidden="$hidden processes labels"; fi
  case $programs in *"/proc/$$/exe -> "*) ;; *) hidden="$hidden processes" ;; esac
  case $hidden in *processes*) tell_hidden processes '/proc hides the processes of others' ;; esac
  case $hidden in *labels*) tell_hidden labels '/proc hides the processes of others' ;; esac
  case $hidden in *cut*) tell_hidden processes 'grep did not read all'; tell_hidden labels 'grep did not read all' ;; esac
  case $hidden in *sockets*) tell_hidden sockets 'sockets or open files are hidden' ;; esac
}

tell_hidden() { printf '%s incomplete %s %s from uid %s\n' "$nonce" "$1" "$2" "$user"; }

# A thousand processes at a time, for a program takes so much text; and lists of fifty, for bash needs n*n steps to lengthen one.
look_through() { # directories of processes
  texts='' exes='' folders='' some_texts='' some_exes='' some_folders=''
  for directory; do
    some_texts="$some_texts$line_break$directory/cmdline$line_break$directory/comm$line_break$directory/cgroup"
    some_exes=$some_exes$line_break$directory/exe some_folders=$some_folders$line_break$directory/fd
    count=$((count + 1))
    case $count in *[05]0) add_some ;; esac
    case $count in *000) look_into_some; texts='' exes='' folders='' ;; esac
  done
  add_some
  if [ -n "$exes" ]; then look_into_some; fi
}

add_some() {
  texts=$texts$some_texts exes=$exes$some_exes folders=$folders$some_folders
  some_texts='' some_exes='' some_folders=''
}

# shellcheck disable=SC2086
look_into_some() {
  case $kinds in *processes* | *labels*)
    # Its last file is its own environment, which is of interest: so all was read.
    found=$(LOOKED_FOR=kubelet grep -lE -e "$interest" $texts /proc/self/environ 2>&1)
    case $found in */proc/self/environ) hits=$hits$line_break${found%/proc/self/environ} ;; *) hidden="$hidden cut" ;; esac ;;
  esac
  programs=$programs$line_break$(ls -n $in_one_line $exes 2>/dev/null)
  # Given /dev/null too, ls names the folder of each listing.
  case $kinds in *sockets*)
    printf '%s fds\n' "$nonce"
    ls -n $in_one_line /dev/null $folders 2>/dev/null ;;
  esac
}

# Those of PID 1's network namespace. A kernel without IPv6 has no tables of it.
tell_tables() {
  if [ ! -e /proc/1/exe ] || [ ! -r /proc/1/net/tcp ]; then hidden="$hidden sockets"; fi
  for table in tcp tcp6 udp udp6; do
    if [ -e "/proc/1/net/$table" ]; then asked_files=$asked_files$line_break/proc/1/net/$table; fi
  done
}

tell_found() {
  count=0
  for line in $hits; do
    case $line in
      /*/cgroup)
        count=$((count + 1)) line=${line%/*}
        if [ $count -le "$labelled_at_most" ]; then pods=$pods$line_break${line##*/}; fi ;;
      /*) choose "${line%/*}" ;;
      *': No such file or directory' | *': No such process') ;; # it has ended
      *': /'*/cgroup:*) hidden="$hidden labels" ;;
      *': /'*) hidden="$hidden processes" ;;
      *) hidden="$hidden processes labels" ;;
    esac
  done
  for line in $programs; do
    case ${line##*/} in
      *kube* | *etcd* | *k3s* | *rke2* | *k0s* | *kine* | *dqlite* | *sshd* | *dropbear* | *rsyslogd* | *systemd-journal-upload*)
        choose "${line%%/exe -> *}" ;;
    esac
  done
  asked=0
  for pid in $pids; do
    tell_spaces "$pid"
    if [ -n "$blind" ]; then tell_words "$pid" cmdline; tell_words "$pid" environ
    else asked_files="$asked_files$line_break/proc/$pid/cmdline$line_break/proc/$pid/environ"; fi
    # The last shows whether it was there to the end.
    asked_files="$asked_files$line_break/proc/$pid/comm$line_break/proc/$pid/cgroup$line_break/proc/$pid/status"
    tell_some_files
  done
  case $kinds in *labels*) ;; *) return ;; esac
  if [ $count -gt "$labelled_at_most" ]; then printf '%s incomplete labels more than %s processes\n' "$nonce" "$labelled_at_most"; fi
  # Under complain no profile is enforced, whatever a label says of its own.
  mode=''
  read -r mode </sys/module/apparmor/parameters/mode
  printf '%s mode %s\n' "$nonce" "$mode"
  for pid in $pods; do
    tell_confined "$pid"
    asked_files=$asked_files$line_break/proc/$pid/attr/current
    case $pids$line_break in *"$line_break$pid$line_break"*) ;; *) asked_files=$asked_files$line_break/proc/$pid/cgroup$line_break/proc/$pid/status ;; esac
    tell_some_files
  done
}

choose() { # directory of a process
  case $pids$line_break in *"$line_break${1##*/}$line_break"*) ;; *) pids=$pids$line_break${1##*/} ;; esac
}

# shellcheck disable=SC3013 # -ef: known to dash, bash and BusyBox; compares namespaces without a process
tell_spaces() { # pid
  network=unknown host_files=other
  if [ -e "/proc/$1/ns/net" ] && [ -e /proc/1/ns/net ]; then
    if [ "/proc/$1/ns/net" -ef /proc/1/ns/net ]; then network=host; else network=other; fi
  fi
  if [ "/proc/$1/ns/mnt" -ef "/proc/$$/ns/mnt" ] && [ "/proc/$1/root" -ef / ]; then host_files=host; fi
  printf '%s process %s %s|%s\n' "$nonce" "$1" "$network" "$host_files"
}

# shellcheck disable=SC3013
tell_confined() { # pid
  shared=''
  if [ ! -e /proc/1/ns/ipc ] || [ "/proc/$1/ns/pid" -ef /proc/1/ns/pid ] || [ "/proc/$1/ns/ipc" -ef /proc/1/ns/ipc ]; then shared=yes; fi
  printf '%s confined %s %s\n' "$nonce" "$1" "$shared"
}

tell_words() { # pid, file of words that end with a NUL, which this awk does not take
  printf '%s words %s %s\n' "$nonce" "$2" "$1"
  if tr '\000\n' '\n\001' <"/proc/$1/$2"; then echo; else printf '\n%s unread %s\n' "$nonce" "$1"; fi
}

tell_some_files() {
  asked=$((asked + 1))
  case $asked in *00) tell_files; asked_files='' ;; esac
}

tell_files() {
  printf '%s texts\n' "$nonce"
  # shellcheck disable=SC2086
  grep $as_text -H -e '' $asked_files /proc/self/cmdline 2>&1
}

# What is asked in $stats, $lists, $reads, $units, $searches, $looks and $refused, a line each that begins with the request's number.
answers() { # encoded, or nothing
  nonce=''
  read -r nonce </proc/sys/kernel/random/uuid
  case $nonce in ?????????*) ;; *) return ;; esac
  case $1$coder in
    encodedbase64-w0) feed | awk "$gathered" | sed -E -e "$redaction" | awk "$approved" | base64 -w0 2>/dev/null ;;
    encoded*) feed | awk "$gathered" | sed -E -e "$redaction" | awk "$approved" | encode ;;
    *) feed | awk "$gathered" | sed -E -e "$redaction" | awk "$approved" ;;
  esac
}

# --- Paths that a client leaves to the node ---------------------------------------------------------------------------
# /proc/@NAME is the process of root's that is called so, /etc/cni/net.d/@ the only configuration there: so what follows from an
# answer is asked together with it. Where there is none, or another one too, nothing is asked. A round takes each for one path.
find_meant() { # path: sets $meant, or leaves it empty
  meant=''
  case $1 in
    /proc/@*)
      name=${1#/proc/@} inner=''
      case $name in */*) inner=/${name#*/} name=${name%%/*} ;; esac
      if [ -z "$named" ]; then name_processes; fi
      case $named in
        *":$name "*":$name "*) ;;
        *":$name "*) meant=${named#*":$name "} meant=/proc/${meant%%:*}$inner ;;
      esac ;;
    /etc/cni/net.d/@)
      if [ -z "$configuration" ]; then find_configuration; fi
      case $configuration in /*) meant=$configuration ;; esac ;;
  esac
}

name_processes() {
  unset IFS
  set +f
  for directory in /proc/[0-9]*; do
    name_now=''
    read -r name_now <"$directory/comm"
    case $name_now in
      kube-proxy | containerd | crio) if is_of_root "$directory"; then named="$named:$name_now ${directory#/proc/}"; fi ;;
    esac
  done 2>/dev/null
  set -f
  IFS=$line_break named=$named:
}

is_of_root() { # directory of a process
  while read -r label whose _; do
    case $label in Uid:) [ "$whose" = 0 ]; return ;; esac
  done <"$1/status"
  return 1
}

find_configuration() {
  configuration=''
  set +f
  for file in /etc/cni/net.d/*.conf /etc/cni/net.d/*.conflist /etc/cni/net.d/*.json; do
    if [ -e "$file" ]; then configuration="$configuration$file "; fi
  done
  set -f
  case $configuration in
    *[!A-Za-z0-9._/\ -]* | *' '*' ') configuration=none ;;
    *) configuration=${configuration% } ;;
  esac
  configuration=${configuration:-none}
}

sort_request() { # number, verb, argument
  case $3 in
    /proc/@* | /etc/cni/net.d/@*)
      find_meant "$3"
      if [ -z "$meant" ]; then
        refused="$refused$line_break$1 unsupported which one is meant is not clear"
        return
      fi
      set -- "$1" "$2" "$meant" ;;
  esac
  case $2:$3 in
    stat:/*) stats=$stats$line_break$1\ $3 ;;
    list:/*) lists=$lists$line_break$1\ $3 ;;
    forwarding:/*/journal-upload.conf | forwarding:/*/journal-upload.conf.d/*) reads="$reads$line_break$1 uploads $3" ;;
    kubeconfig:/*) reads="$reads$line_break$1 users $3" ;; # no word of $interest stands in what awk and sed are started with
    read:/* | certificates:/* | forwarding:/*) reads="$reads$line_break$1 $2 $3" ;;
    processes:* | sockets:* | labels:*) looks=$looks$line_break$1\ $2 ;;
    credentials:* | filters:* | kubectl:* | keys:/*) searches="$searches$line_break$1 $2 $3" ;;
    unit: | unit:*[!A-Za-z0-9@._:\ -]*) refused="$refused$line_break$1 error not a unit name" ;;
    unit:*)
      if [ ! -d /run/systemd/system ]; then # sd_booted(3)
        refused="$refused$line_break$1 unsupported systemd does not run this node"
      elif ! command -v systemctl >/dev/null; then refused="$refused$line_break$1 unsupported no systemctl"
      else units=$units$line_break$1\ $3; fi ;;
    *) refused="$refused$line_break$1 error not an absolute path" ;;
  esac
}

# --- Where credentials of people and of clouds usually are: looked at, not read ------------------------------------
# Homes with the ids of the users whose they are, root's whatever /etc/passwd says; of each that is not served `/` and its path.
# Served is what a machine or a program beyond this kernel gives: a look at a file system that hangs would hang us.
# shellcheck disable=SC2016 # a program of awk
homes='
function home(uid, path, point) {
  sub(/\/+$/, "", path)
  if ((uid, path) in owners) return
  owners[uid, path] = 1
  print "home|" uid "|" (path == "" ? "/" : path) "/"
  if (path in met) return
  met[path] = 1
  for (point in points) if (index(path "/", point "/") == 1) { print "served|" path "/"; return }
  print "/" path
}
FILENAME == "/proc/mounts" {
  if ($3 ~ /^(nfs4?|cifs|smb3|smbfs|autofs|fuse.*|9p|ceph|afs|coda|lustre|gpfs|beegfs|orangefs|glusterfs)$/) points[$2] = 1
  next
}
{ if (split($0, field, ":") == 7 && field[3] ~ /^[0-9]+$/ && field[6] ~ /^\//) home(field[3] + 0, field[6]) }
END { home(0, "/root") }'

feed_credentials() {
  printf '%s lines %s\n' "$nonce" "$id"
  users='' places=''
  if [ -r /etc/passwd ]; then users=$(awk "$homes" /proc/mounts /etc/passwd); fi
  case $users in *'home|0|'*) ;; *) users='unseen|/etc/passwd/' ;; esac
  for line in $users; do
    case $line in
      /*) places="$places$line_break${line#/}" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
  sought=''
  if [ -d /etc/kubernetes ]; then sought=$line_break/etc/kubernetes; fi
  for home in $places; do
    home=${home%/}
    for place in .kube .aws .config/gcloud .azure; do
      if [ -d "$home/$place" ]; then sought=$sought$line_break$home/$place
      elif [ ! -e "$home/$place" ]; then look_for "$id" "$home/" "$home/$place"; fi
    done
  done
  for place in $sought; do printf '%s place %s %s\n' "$nonce" "$id" "$place"; done
  if [ -z "$sought" ]; then return; fi
  printf '%s found %s\n' "$nonce" "$id"
  # shellcheck disable=SC2086
  find -H /proc/sys/kernel/random $sought -mindepth 1 -maxdepth 1 \( -path /proc/sys/kernel/random/uuid \
    -o -path '/etc/kubernetes/*.conf' -o -path '/etc/kubernetes/*kubeconfig' -o -path /etc/kubernetes/azure.json \
    -o -path /etc/kubernetes/cloud-config -o -path /etc/kubernetes/cloud_config \
    -o -path '*/.kube/config*' -o -path '*/.kube/kubeconfig*' -o -path '*/.kube/*.conf' -o -path '*/.kube/*.config' \
    -o -path '*/.kube/*.kubeconfig' -o -path '*/.kube/*.yaml' -o -path '*/.kube/*.yml' -o -path '*/.kube/*.json' \
    -o -path '*/.aws/credentials' -o -path '*/.config/gcloud/credentials.db' -o -path '*/.config/gcloud/access_tokens.db' \
    -o -path '*/.config/gcloud/application_default_credentials.json' -o -path '*/.azure/accessTokens.json' \
    -o -path '*/.azure/msal_token_cache.*' -o -path '*/.azure/service_principal_entries.*' \) \
    -exec stat -c "e|$facts" {} + -type l -exec stat -L -c "t|$facts" {} + 2>&1
}

# --- kubectl: which are there, and what each says it is; keys by content -------------------------------------------
files_at_most=2000 # for keys
kubectls_at_most=5 # 5 seconds each: less than the time that one answer may take
usual_places=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/bin:/snap/bin
# The program is open as 3: so no path is text here, and folders that only root may enter are no hindrance.
ask_version='timeout -s KILL 5 env -i KUBECONFIG=/dev/null HOME=/nonexistent PATH=/usr/bin:/bin /proc/self/fd/3 version --client -o json'

# How root becomes nobody: setpriv and chroot are util-linux's and coreutils', BusyBox has su (its setpriv changes no user). The
# others of su start sessions.
find_way_down() {
  if [ "${user:-0}" != 0 ]; then way=none
  elif command -v setpriv >/dev/null && ! is_box setpriv busybox; then way=setpriv
  elif chroot --userspec=65534:65534 --groups= / true; then way=chroot
  elif su -s /bin/sh nobody -c 'exec id -u' | grep -q -v -x 0; then way=su
  else way=unsupported; fi
}

run_kubectl() { # in a subshell of its own; 3 is the program
  IFS=' '
  command ulimit -f 0
  # shellcheck disable=SC2086 # split at blanks
  case $way in
    none) exec $ask_version ;;
    setpriv) exec setpriv --no-new-privs --reuid=65534 --regid=65534 --clear-groups $ask_version ;;
    chroot) exec chroot --userspec=65534:65534 --groups= / $ask_version ;;
    su) exec su -s /bin/sh nobody -c "exec $ask_version" ;;
  esac
}

feed_kubectls() { # more directories
  printf '%s lines %s\n' "$nonce" "$id"
  secure_path=$(sed -nE 's/^[[:blank:]]*Defaults[[:blank:]]+secure_path[[:blank:]]*=[[:blank:]]*"?([^"#]*[^"#[:blank:]]).*/\1/p' /etc/sudoers)
  places=$login_path:$usual_places:$secure_path:$1
  IFS=:$line_break
  # shellcheck disable=SC2086 # split at colons
  set -- $places
  places='' programs='' unsure=''
  for place do
    while :; do case $place in ?*/) place=${place%/} ;; *) break ;; esac; done
    case $place:$places$line_break in [!/]*) ;; *"$line_break$place$line_break"*) ;; /*) places=$places$line_break$place ;; esac
  done
  IFS=$line_break
  for place in $places; do
    printf 'searched|%s\n' "$place"
    place=$place/kubectl
    if [ ! -e "$place" ]; then unsure=$unsure$line_break$place
    elif [ ! -f "$place" ]; then :
    elif [ -x "$place" ]; then programs=$programs$line_break$place
    else
      # Others may run it.
      case $(stat -L -c %a "$place") in *[1357]*) printf 'unseen|%s\n' "$place" ;; esac
    fi
  done
  for place in $unsure; do look_for "$id" "$place" "$place"; done
  if [ -n "$programs" ]; then run_kubectls; fi
}

# shellcheck disable=SC3013 # -ef
is_met() { # program: whether it is one of before, by another way, as /bin is often /usr/bin
  for other in $met; do
    if [ "$1" -ef "$other" ]; then return 0; fi
  done
  return 1
}

# shellcheck disable=SC3013
run_kubectls() {
  find_way_down
  IFS=$line_break count=0 met=''
  for place in $programs; do
    printf '%s lines %s\n' "$nonce" "$id"
    if is_met "$place"; then continue; fi
    met=$met$line_break$place count=$((count + 1))
    if [ "$count" -gt "$kubectls_at_most" ]; then printf 'unseen|%s\n' "$place"; continue; fi
    program=$place
    if [ "$place" -ef /usr/bin/snap ]; then program=/snap/kubectl/current/kubectl; fi # snap's own starter wants a home
    if [ "$way" = unsupported ]; then printf 'kubectl|unsupported|%s\n' "$place"; continue; fi
    printf 'kubectl|ran|%s\n%s printed %s\n' "$place" "$nonce" "$id"
    # It gets nothing of ours to read, and what it leaves behind in the background cannot keep us waiting.
    run_kubectl 3<"$program" 5<&- </dev/null | timeout -s KILL 5 head -c 65536
    echo
  done
}

# Files that hold a private key: one grep for many, which finds one in its input as well.
feed_keys() { # directory
  if [ ! -e "$1" ]; then
    printf '%s else %s\n%s miss %s\n' "$nonce" "$id" "$nonce" "$id"
    misses=$misses$line_break$1 missed=$missed$line_break$id
    return
  fi
  printf '%s lines %s\n%s keys %s %s\n' "$nonce" "$id" "$nonce" "$id" "$files_at_most"
  # shellcheck disable=SC2016 # the inner shell fills in
  find -H /proc/sys/kernel/random/uuid "$1" \( -type f -o -type l \) -exec sh -c '
    set -f
    IFS="
"
    echo "n|$#"
    [ $# -le "$0" ] || set --
    links= met=
    for file do
      shift
      [ -f "$file" ] || continue
      case $file in
        *"$IFS"*)
          case $(realpath "$file") in /proc/* | /sys/* | /dev/*) echo "no file"; continue ;; esac
          grep -q -e "PRIVATE KEY" "$file"
          case $? in 0) printf "k|%s/\n" "$file" ;; 1) ;; *) echo "grep failed" ;; esac ;;
        *)
          if [ -L "$file" ]; then links=$links$IFS$file met=$met.; fi
          set -- "$@" "$file" ;;
      esac
    done
    if [ -n "$links" ]; then
      for file in $(realpath $links); do
        met=${met%.}
        case $file in /proc/* | /sys/* | /dev/*) met=no ;; esac
      done
      if [ -n "$met" ]; then echo "a link leads to what is no file"; set --; fi
    fi
    echo "PRIVATE KEY" | grep -l -e "PRIVATE KEY" - "$@"
    [ $? -le 2 ] || echo "grep failed"' "$files_at_most" {} + 2>&1
  if [ ! -e "$1" ]; then tell_of "$id" 'error it was not there any more'; fi
}

# --- Packet filters: what stands between the network and this node's ports ------------------------------------------
# nft is asked only where the kernel has nf_tables already, for it would load it. In the kernel or a module, its symbols are
# there; any will do, for the first of a hundred thousand come early. iptables-save loads modules too: of the older tables only
# the names are told.
find_nf_tables() {
  has_nf_tables='' symbol=''
  if [ -d /sys/module/nf_tables ]; then has_nf_tables=yes; return; fi
  grep -q -e ' nf_tables_' /proc/kallsyms
  status=$?
  read -r symbol </proc/kallsyms
  case $status:$symbol in 0:*) has_nf_tables=yes ;; 1:?*) has_nf_tables=no ;; esac
}

ask_nft() { exec timeout -s KILL 10 nft "$@"; } # in a subshell of its own

# One line of JSON, or what went wrong: what nft does not understand of the kernel's rules it leaves out, and says so.
nft_json() {
  said=$(ask_nft -j "$@" 2>&1 >&3) || said=${said:-nft failed}
  if [ -n "$said" ]; then said=$(printf %s "$said" | grep -v -e '^# Warning: table [^ ]* [^ ]* is managed by iptables-nft,'); fi
  if [ -n "$said" ]; then printf '\ncomplete|no|%s\n' "$(printf %s "$said" | tr -c '\040-\176' ' ' | head -c 200)"; return 1; fi
} 3>&1

# The node's own addresses, some twice: `/32 host LOCAL` stands below its address. Of IPv6 not those that the node gives itself for
# some hours (IFA_F_TEMPORARY).
own_addresses() {
  set -- /proc/1/net/fib_trie
  if [ -e /proc/1/net/if_inet6 ]; then set -- "$@" /proc/1/net/if_inet6; fi
  sed -nE -e '/^.*\|-- ([0-9.]+)$/{' -e 's//address|ip|\1/' -e h -e d -e '}' -e '/\/32 host LOCAL$/{' -e x -e p -e '}' \
    -e 's/^([0-9a-f]{32}) [0-9a-f]+ [0-9a-f]+ [0-9a-f]+ [0-9a-f]*[02468ace] .*/address|ip6|\1/p' "$@"
}

# Tables with a base chain on the input hook. nft reads its arguments as a program: a name that is none is not passed on.
input_tables() {
  sed -nE -e '/^table [a-z0-9]+ .* \{$/{' -e 's/^table ([a-z0-9]+) (.*) \{$/\1|\2/' -e h -e d -e '}' \
    -e '/^[[:blank:]]+type [a-z]+ hook input /{' -e x -e '/^(ip|ip6|inet)\|/p' -e x -e '}'
}

nf_tables() {
  # Of JSON not every release says that a table is switched off.
  printf 'chains|'
  nft_json list chains || return
  tables=''
  # The client compares them with the chains.
  IFS=$line_break
  for table in $(ask_nft list chains | input_tables); do
    case $tables$line_break in *"$line_break$table$line_break"*) ;; *) tables=$tables$line_break$table ;; esac
  done
  count=0
  for table in $tables; do
    count=$((count + 1))
    if [ "$count" -gt "$tables_at_most" ]; then printf 'complete|no|more than %s tables\n' "$tables_at_most"; return; fi
    family=${table%%\|*} table=${table#*\|}
    case $table in '' | [!A-Za-z_]* | *[!A-Za-z0-9_./-]*) echo 'complete|no|a table has a name that nft does not take'; return; esac
    case $(ask_nft list table "$family" "$table" | sed -n -e '/^[[:blank:]]*flags .*dormant/s/.*/dormant/p' -e '$p') in
      '}') state=active ;;
      *dormant*'}') state=dormant ;;
      *) return 1 ;;
    esac
    printf 'table|%s|' "$state"
    nft_json list table "$family" "$table" || return
  done
}

legacy_tables() {
  for family in ip ip6; do
    if [ ! -e "/proc/1/net/${family}_tables_names" ]; then continue; fi
    while read -r table; do printf 'legacy|%s|%s\n' "$family" "$table"; done <"/proc/1/net/${family}_tables_names" || return
  done
}

feed_filters() {
  printf '%s lines %s\n' "$nonce" "$id"
  if [ "$user" != 0 ]; then tell_of "$id" 'denied only root may see what filters packets'; return; fi
  # shellcheck disable=SC3013
  if ! [ /proc/self/ns/net -ef /proc/1/ns/net ]; then
    tell_of "$id" "unsupported the reader's network is not seen to be the node's"
    return
  fi
  find_nf_tables
  if [ "$has_nf_tables" = yes ] && ! command -v nft >/dev/null; then
    tell_of "$id" 'unsupported the kernel has nf_tables, and the node has no nft to say what is in them'
    return
  fi
  echo 'packet filters'
  if ! legacy_tables || ! own_addresses; then echo 'complete|no|tables or addresses are not to be seen'; fi
  case $has_nf_tables in
    yes) { nf_tables || printf '\ncomplete|no|nft failed\n'; } | head -c "$((bytes_at_most + 3))" ;;
    no) echo 'nf_tables|none' ;;
    *) echo 'complete|no|whether the kernel has nf_tables is not to be seen' ;;
  esac
  echo 'complete|yes'
}

no_request() { echo 'plimsoll reader: that is no request' >&2; exit 3; }

# Whoever holds the key of an installed reader writes these lines: nothing in them is obeyed but a number and a known verb.
heed() { # request line
  case $1 in *' '*) ;; *) no_request ;; esac
  id=${1%% *} rest=${1#* }
  case $id in '' | *[!0-9]* | ??????????*) no_request ;; esac
  verb=${rest%% *}
  argument=${rest#"$verb"}
  argument=${argument# }
  case $verb in
    stat | list | read | forwarding | kubeconfig | certificates | unit | credentials | filters | kubectl | keys | processes | sockets | labels)
      sort_request "$id" "$verb" "$argument" ;;
    *) no_request ;;
  esac
}

heed_all() { # request lines
  stats='' lists='' reads='' units='' searches='' looks='' refused='' named='' configuration=''
  IFS=$line_break
  for heeded in $1; do heed "$heeded"; done
  unset IFS
}

next_requests() { # on 5: lines until an empty one
  batch=''
  while IFS= read -r line <&5; do
    if [ -z "$line" ] && [ -n "$batch" ]; then return 0; fi
    if [ -z "$line" ] || [ ${#line} -gt "$request_at_most" ] || [ ${#batch} -gt "$batch_at_most" ]; then return 3; fi
    batch=$batch$line$line_break
  done
  return 1
}

# Whoever holds the key of an installed reader writes them, so a subshell that may work for a second reads them: shells read
# byte by byte, and a line that never ends is some megabytes then.
print_requests() {
  # shellcheck disable=SC3045 # of POSIX is -f alone, and no shell is known without -t
  command ulimit -t 1 2>/dev/null
  next_requests || return
  printf %s "$batch"
}

converse() {
  round=0
  while :; do
    if [ -n "$installed" ]; then batch=$(print_requests); else next_requests; fi
    case $? in 0) ;; 1) exit 0 ;; *) no_request ;; esac
    heed_all "$batch"
    round=$((round + 1))
    bundle=$(answers encoded)
    if [ "$bundle" = TWJsaW5kCg== ]; then # Mblind
      blind=yes
      bundle=$(answers encoded)
    fi
    if [ -z "$bundle" ] && [ "$coder" = base64-w0 ]; then # old BusyBox has no -w
      coder=base64
      bundle=$(answers encoded)
    fi
    case $summer in
      sha256sum) digest=$(printf %s "$round $bundle" | sha256sum) ;;
      *) digest=$(printf %s "$round $bundle" | sha256) ;;
    esac
    printf '#%s %s %s\n%s\n' "$round" "${#bundle}" "${digest%% *}" "$bundle"
  done
}

# --- Sweep: what the probes would ask, found out without them ------------------------------------------------------
# Not sent to a shell: whoever sends the program asks by itself.
# shellcheck disable=SC2016
from_base64='
BEGIN {
  for (i = 0; i < 64; i++) value[substr("'$letters'", i + 1, 1)] = i
  for (i = 0; i < 256; i++) octal[i] = sprintf("\\%03o", i)
}
{
  for (begin = 1; begin <= length($0); begin += 1024) {
    part = substr($0, begin, 1024)
    text = ""
    for (i = 1; i < length(part); i += 4) {
      third = substr(part, i + 2, 1)
      fourth = substr(part, i + 3, 1)
      held = ((value[substr(part, i, 1)] * 64 + value[substr(part, i + 1, 1)]) * 64 + value[third]) * 64 + value[fourth]
      text = text octal[int(held / 65536)]
      if (third != "=") text = text octal[int(held / 256) % 256]
      if (fourth != "=") text = text octal[held % 256]
    }
    print text
  }
}'

# shellcheck disable=SC2059 # octal numbers of our own
print_octal() { while IFS= read -r octal; do printf "$octal"; done; }

decode() { # fails towards withholding
  case $coder in
    base64*) printf %s "$1" | base64 -d ;;
    # Some take no longer lines.
    openssl) { printf %s "$1" | sed -E -e 's/.{64}/&\n/g'; echo; } | openssl base64 -d ;;
    *) { printf %s "$1" | awk "$from_base64" || echo 'PRIVATE KEY'; } | print_octal ;;
  esac || printf 'PRIVATE KEY'
}

frame() { # state, base64 text; the digest covers what was asked, for nothing else ties the answer to it
  answered=$1 shown=$2
  digest=$(printf %s "$bound $1$line_break$2" | sha256)
  printf '#%s %s %s %s\n%s\n' "$id" "$1" "${#2}" "${digest%% *}" "$2"
}

tell() { frame "$1" "$(printf %s "$2" | tr -c '\040-\176' ' ' | head -c 400 | encode)"; } # state, message

# Asked of every node. What the answers name is asked after them.
questions='processes
sockets
labels
filters
credentials
certificates /var/lib/kubelet/pki/kubelet-server-current.pem
kubectl /var/lib/rancher/rke2/bin
keys /etc/kubernetes/pki
read /etc/os-release
read /etc/sysconfig/kubelet
unit kubelet.service
unit sshd.service ssh.service sshd.socket ssh.socket dropbear.service dropbear.socket
unit sshd-unix-local.socket sshd-unix-export.socket sshd-vsock.socket
unit rke2-server.service rke2-agent.service k3s.service k3s-agent.service kops-configuration.service snap.microk8s.daemon-kubelite.service gardener-node-agent.service snap.microk8s.daemon-apiserver-proxy.service
unit containerd.service crio.service docker.service snap.microk8s.daemon-containerd.service systemd-journald.service auditd.service rsyslog.service syslog-ng.service systemd-journal-upload.service fluent-bit.service td-agent-bit.service fluentd.service td-agent.service google-fluentd.service vector.service otelcol.service otelcol-contrib.service promtail.service alloy.service filebeat.service elastic-agent.service nxlog.service SplunkForwarder.service amazon-cloudwatch-agent.service google-cloud-ops-agent-fluent-bit.service azuremonitoragent.service node_exporter.service prometheus-node-exporter.service prometheus.service telegraf.service zabbix-agent.service zabbix-agent2.service datadog-agent.service falco-modern-bpf.service falco-bpf.service falco-kmod.service tetragon.service dragent.service wazuh-agent.service falcon-sensor.service mdatp.service osqueryd.service
forwarding /etc/rsyslog.conf
forwarding /etc/systemd/journal-upload.conf
forwarding /run/systemd/journal-upload.conf
forwarding /usr/lib/systemd/journal-upload.conf
forwarding /usr/local/lib/systemd/journal-upload.conf
list /etc/cni/net.d
list /etc/kubernetes/pki
list /etc/rsyslog.d
list /etc/systemd/journal-upload.conf.d
list /etc/systemd/journald.conf.d
list /run/log/journal
list /run/systemd/journal-upload.conf.d
list /run/systemd/journald.conf.d
list /usr/lib/systemd/journal-upload.conf.d
list /usr/lib/systemd/journald.conf.d
list /usr/local/lib/systemd/journal-upload.conf.d
list /usr/local/lib/systemd/journald.conf.d
read /proc/sys/kernel/random/boot_id
read /sys/fs/selinux/enforce
read /sys/module/apparmor/parameters/enabled
read /etc/systemd/journald.conf
read /run/systemd/journald.conf
read /usr/lib/systemd/journald.conf
read /usr/lib/systemd/system/kubelet.service
read /usr/local/lib/systemd/journald.conf
stat /.bottlerocket/rootfs
stat /etc/eks
stat /etc/kubernetes
stat /etc/kubernetes/admin.conf
stat /etc/kubernetes/azure.json
stat /etc/kubernetes/controller-manager.conf
stat /etc/kubernetes/kubelet-config.yaml
stat /etc/kubernetes/kubelet.conf
stat /etc/kubernetes/kubelet.env
stat /etc/kubernetes/scheduler.conf
stat /etc/kubernetes/ssl
stat /etc/kubernetes/ssl/kube-ca.pem
stat /etc/kubernetes/static-pod-resources
stat /etc/kubernetes/super-admin.conf
stat /etc/machine-config-daemon
stat /etc/rancher/k3s
stat /etc/rancher/rke2
stat /home/kubernetes
stat /home/kubernetes/kubelet-config.yaml
stat /opt/azure/containers
stat /opt/bin/kubelet
stat /opt/kops
stat /run/nodeadm
stat /sbin/apparmor_parser
stat /srv/kubernetes
stat /sys/kernel/security/apparmor
stat /sys/kernel/security/lsm
stat /usr/local/bin/k3s
stat /var/lib/gardener-node-agent
stat /var/lib/kops
stat /var/lib/kubelet/config.yaml
stat /var/lib/kubelet/kubeadm-flags.env
stat /var/lib/kubelet/pki
stat /var/lib/kubelet/pki/kubelet-server-current.pem
stat /var/lib/rancher/k3s
stat /var/lib/rancher/rke2
stat /var/log/journal
stat /var/snap/microk8s'

# Kubeconfigs that distributions write, by their tables' words; what is there is looked into.
kubeconfigs_of_distributions='/etc/kubernetes/ssl/kubecfg-kube-controller-manager.yaml
/etc/kubernetes/ssl/kubecfg-kube-node.yaml
/etc/kubernetes/ssl/kubecfg-kube-proxy.yaml
/etc/kubernetes/ssl/kubecfg-kube-scheduler.yaml
/etc/rancher/k3s/k3s.yaml
/etc/rancher/rke2/rke2.yaml
/var/lib/kops/kubeconfig
/var/lib/kube-controller-manager/kubeconfig
/var/lib/kube-proxy/kubeconfig
/var/lib/kube-scheduler/kubeconfig
/var/lib/kubectl/kubeconfig
/var/lib/kubelet/kubeconfig
/var/lib/rancher/k3s/agent/k3scontroller.kubeconfig
/var/lib/rancher/k3s/agent/kubelet.kubeconfig
/var/lib/rancher/k3s/agent/kubeproxy.kubeconfig
/var/lib/rancher/k3s/server/cred/admin.kubeconfig
/var/lib/rancher/k3s/server/cred/api-server.kubeconfig
/var/lib/rancher/k3s/server/cred/cloud-controller.kubeconfig
/var/lib/rancher/k3s/server/cred/controller.kubeconfig
/var/lib/rancher/k3s/server/cred/scheduler.kubeconfig
/var/lib/rancher/k3s/server/cred/supervisor.kubeconfig
/var/lib/rancher/rke2/agent/kubelet.kubeconfig
/var/lib/rancher/rke2/agent/kubeproxy.kubeconfig
/var/lib/rancher/rke2/agent/rke2controller.kubeconfig
/var/lib/rancher/rke2/server/cred/admin.kubeconfig
/var/lib/rancher/rke2/server/cred/api-server.kubeconfig
/var/lib/rancher/rke2/server/cred/cloud-controller.kubeconfig
/var/lib/rancher/rke2/server/cred/controller.kubeconfig
/var/lib/rancher/rke2/server/cred/scheduler.kubeconfig
/var/lib/rancher/rke2/server/cred/supervisor.kubeconfig
/var/snap/microk8s/current/credentials/client.config
/var/snap/microk8s/current/credentials/controller.config
/var/snap/microk8s/current/credentials/kubelet.config
/var/snap/microk8s/current/credentials/proxy.config
/var/snap/microk8s/current/credentials/scheduler.config'

queue() { # what its answer is, root of the process it is asked through, request
  case $line_break$queued$line_break in *"$line_break$3$line_break"*) return ;; esac
  queued=$queued$line_break$3 next="$next$line_break$1|$2|$3"
}

# Links on the way change where a path leads; ..data is the kubelet's own.
steps() { # root, path
  rest=${2#/} step=$1
  while [ -n "$rest" ]; do
    step=$step/${rest%%/*}
    queue '' '' "stat $step"
    case $rest in */*) rest=${rest#*/} ;; *) rest='' ;; esac
  done
  queue '' '' "stat ${step%/*}/..data"
}

# Anybody can start a program that names itself and any file: what is not root's is read for it as far as it may itself.
may_read() { # path
  if [ "$owner" = 0 ]; then return 0; fi
  case $1 in /proc/*) inner=$1 ;; *) inner=$(readlink -f "$1") ;; esac
  if [ "$(stat -L -c %u "$inner")" = "$owner" ]; then return 0; fi
  case $inner:$(stat -L -c %a "$inner") in /proc/*) return 1 ;; *[4567]) ;; *) return 1 ;; esac
  while [ -n "${inner%/*}" ]; do
    inner=${inner%/*}
    case $(stat -L -c %a "$inner") in *[1357]) ;; *) return 1 ;; esac
  done
}

read_for() { # what its answer is, root of the process it is asked through, path
  if ! may_read "$2$3" 2>/dev/null; then return; fi
  # What a file names that is not root's is not looked for.
  if [ "$owner" = 0 ]; then queue "$1" "$2" "read $2$3"; else queue '' '' "read $2$3"; fi
}

# What a path is asked follows from the flag or key that names it: a token file is never read, for nobody asks for it.
seek() { # root, name, path
  case $3 in //* | /) return ;; */) seek "$1" "$2" "${3%/}" ;; esac
  case $2 in
    config | config-file | audit-policy-file | encryption-provider-config | admission-control-config-file | plugin | \
      authorization-config | authentication-config) read_for "$2" "$1" "$3"; steps "$1" "$3" ;;
    kubeconfig) steps "$1" "$3" ;;
  esac
  case $2 in
    kubeconfig | bootstrap-kubeconfig | authentication-kubeconfig | authorization-kubeconfig | *webhook-config-file)
      if may_read "$1$3" 2>/dev/null; then queue kubeconfig "$1" "kubeconfig $1$3"; fi ;;
    cert-dir) if may_read "$1$3" 2>/dev/null; then queue '' '' "certificates $1$3/kubelet-server-current.pem"; fi ;;
  esac
  if [ -n "$1" ]; then return; fi
  case $2 in
    staticPodPath | pod-manifest-path) if [ "$owner" = 0 ]; then queue manifests '' "list $3"; fi ;;
    config-dir) if [ "$owner" = 0 ]; then queue "$2" '' "list $3"; fi ;;
    data-dir | ETCD_DATA_DIR) queue "$2" '' "list $3" ;;
    root-dir) if [ "$owner" = 0 ]; then queue seccomp '' "list $3/seccomp"; fi ;;
    cert-dir) queue '' '' "stat $3/kubelet-server-current.pem" ;;
    *cert*file | *ca-file | *cafile | *CAFile | *CertFile | *-certificate | *-certificate-authority) read_for '' '' "$3" ;;
  esac
  queue '' '' "stat $3"
  queue '' '' "stat ${3%/*}"
}

# Every path in a text, with the word before it: `--config=/a`, `--config /a`, `staticPodPath: "/a"`.
scan() { # root, base64 text
  before=''
  for word in $(decode "$2" | tr -c 'A-Za-z0-9._/@+-' '\n' | head -n 20000); do
    case $word in /*) seek "$1" "$before" "$word" ;; esac
    before=${word#-}
    before=${before#-}
  done
}

plugins() { # root, file, base64 text: an admission configuration names files beside itself
  for word in $(decode "$3" | sed -nE "s/^[[:blank:]-]*path:[[:blank:]]*[\"$q]?([A-Za-z0-9._\\/@+-]+)[\"$q]?[[:blank:]]*\$/\\1/p"); do
    case $word in /*) seek "$1" plugin "$word" ;; *) seek "$1" plugin "${2%/*}/$word" ;; esac
  done
}

entries() { # what the directory is, directory, base64 text
  for entry in $(decode "$3" | sed -nE 's@^e\|[^/]*\|(/.*)/$@\1@p'); do
    case $1:$entry in
      "manifests:$2"/.* | "manifests:$2"/*/*) ;;
      "manifests:$2"/* | config-dir:*.conf)
        queue config '' "read $entry"
        queue '' '' "stat $entry" ;;
      :/etc/cni/net.d/*/*) ;;
      :/etc/cni/net.d/*.conf | :/etc/cni/net.d/*.conflist | :/etc/cni/net.d/*.json | :*/journald.conf.d/*.conf | seccomp:*)
        queue '' '' "read $entry" ;;
      :/etc/rsyslog.d/*/*) ;;
      :/etc/rsyslog.d/*.conf | :*/journal-upload.conf.d/*.conf) queue '' '' "forwarding $entry" ;;
    esac
  done
}

scan_process() {
  if [ -z "$pid" ]; then return; fi
  owner=$(sed -nE 's/^Uid:[[:blank:]]+([0-9]+).*/\1/p' "/proc/$pid/status")
  words=$(printf %s "$words" | encode)
  scan '' "$words"
  scan "/proc/$pid/root" "$words"
  owner=0
}

discover() { # what the answer is, root, request: asks for what the last answer names
  if [ "$answered" != ok ]; then return; fi
  argument=${3#* }
  case $1:$3 in
    :processes)
      pid='' words=''
      IFS=$line_break
      for row in $(decode "$shown" | grep -E -e '^(p|a|v)\|') 'p|||'; do
        case $row in
          p\|*)
            unset IFS
            scan_process
            IFS=$line_break
            pid='' words='' row=${row#p?}
            case $row in *\|host\|*\|* | *\|unknown\|*\|*) pid=${row%%\|*} ;; esac ;;
          *) words=$words$line_break${row#??} ;;
        esac
      done
      unset IFS ;;
    ':unit kubelet.service')
      for word in $(decode "$shown" | sed -nE 's/^(FragmentPath|DropInPaths|EnvironmentFiles)=//p'); do
        case $word in /*) queue '' '' "read $word"; queue '' '' "stat $word" ;; esac
      done ;;
    ':unit containerd.service '*)
      for pid in $(decode "$shown" | sed -nE 's/^MainPID=([1-9][0-9]*)$/\1/p'); do queue '' '' "stat /proc/$pid"; done ;;
    found:*) queue kubeconfig '' "kubeconfig $argument" ;;
    ':credentials')
      for entry in $(decode "$shown" | sed -nE 's@^e\|[8a][0-9a-f]{3}\|[^/]*\|(/.*)/$@\1@p'); do
        case $entry in
          */.aws/* | */.azure/* | */gcloud/* | */azure.json | /etc/kubernetes/cloud*) ;;
          *) queue kubeconfig '' "kubeconfig $entry" ;;
        esac
      done ;;
    *':kubeconfig '*)
      case $argument in */.kube/*) return ;; esac # whoever has this home wrote it
      for file in $(decode "$shown" | sed -nE "s@.*client-certificate\"?: [\"$q]?(/[^\"$q]*)[\"$q]?\$@\1@p"); do
        queue '' '' "certificates $2$file"
      done ;;
    ':read /sys/fs/selinux/enforce') queue '' '' 'read /etc/selinux/config' ;;
    *:list*) entries "$1" "$argument" "$shown" ;;
    config:*) scan "$2" "$shown" ;;
    admission-control-config-file:*) plugins "$2" "${argument#"$2"}" "$shown" ;;
  esac
}

# One answer of `answers`, as a frame.
answer_alone() {
  text=$(answers)
  if [ "$text" = Mblind ]; then
    blind=yes
    text=$(answers)
  fi
  head=${text%%"$line_break"*}
  words=${head#"M$id "}
  case $words in
    "$head") tell error 'no answer came' ;;
    ok) frame ok "$(lines_shown | encode)" ;;
    ok*) # its last line is not ended
      content=$(lines_shown)
      frame ok "$(printf %s "$content" | encode)" ;;
    *) tell "${words%% *}" "${words#* }" ;;
  esac
}

answer() { # id, verb, argument
  heed_all "$1 $2${3:+ $3}"
  answer_alone
}

lines_shown() { printf '%s\n' "$text" | sed -e 1d -e '$d' -e 's/^ //'; }

# What a client would see in the first answers.
try_alone() {
  if [ "$coder" = base64-w0 ] && [ "$(encode </dev/null)" = '!' ]; then coder=base64; fi # old BusyBox has no -w
  trial "${coder%-w0}" f:AAEKgP8NCg== "$(decode Zg==; printf :; decode AAEKgP8NCg== | encode)"
  empty=$(printf '' | sha256)
  trial "$summer" e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 "${empty%% *}"
  stats='0 /' lists='0 /proc/self/ns' reads='' units='' searches='' refused='' looks=''
  text=$(answers)
  case $text in *Mend) ;; *) unfit=$unfit,${text##*Munfit } ;; esac
}

sweep() {
  if [ ! -f "$0" ] || [ -t 1 ]; then echo 'Run it as "sh reader.sh sweep", with its output in a file' >&2; exit 2; fi
  command -v date >/dev/null || missing="$missing,date"
  if [ -n "$missing" ]; then echo "This node has no ${missing#,}" >&2; exit 1; fi
  if [ -z "$missing" ]; then try_alone 2>/dev/null; fi
  if [ -n "$unfit" ]; then echo "What this node has as ${unfit#,} does not work as the reader needs it" >&2; exit 1; fi
  if [ "$user" != 0 ]; then echo 'Not run as root: what only root may see will count as not seen.' >&2; fi
  program=$(sha256 <"$0")
  read -r host </proc/sys/kernel/hostname
  header="plimsoll-sweep 1 $user $(date -u +%Y-%m-%dT%H:%M:%SZ) ${program%% *} $host"
  printf '%s\n' "$header"
  number=0 queued='' next='' owner=0
  queue manifests '' 'list /etc/kubernetes/manifests'
  queue seccomp '' 'list /var/lib/kubelet/seccomp'
  IFS=$line_break
  for request in $questions; do queue '' '' "$request"; done
  for path in $kubeconfigs_of_distributions; do queue found '' "stat $path"; done
  while [ -n "$next" ]; do
    round=$next next=''
    IFS=$line_break
    for item in $round; do
      unset IFS
      if [ "$number" -ge "$requests_at_most" ]; then break; fi
      number=$((number + 1))
      about=${item%%\|*} item=${item#*\|}
      through=${item%%\|*} request=${item#*\|}
      bound="$header$line_break$number $request"
      printf '%s\n' "$number $request"
      verb=${request%% *}
      argument=${request#"$verb"}
      answer "$number" "$verb" "${argument# }"
      discover "$about" "$through" "$request"
    done
    unset IFS
  done
  echo "plimsoll-sweep end $number"
  exit 0
}

# --- Tools: what the node has, and whether it does what is asked of it ----------------------------------------------
# What stat, find, grep and ls do is tried in every round, by what everybody has (`unfit`), and so is sed, by what it redacts
# (`trial`, `approved`). What base64 and sha256sum say the client compares.
choose_tools() {
  for tool in awk find grep head ls readlink realpath sed stat tr; do
    command -v $tool >/dev/null || missing="$missing,$tool"
  done
  if command -v base64 >/dev/null; then coder=base64-w0
  elif command -v openssl >/dev/null; then coder=openssl
  elif command -v od >/dev/null; then
    # Some seconds for each MiB, several times: longer than one answer may take.
    coder=awk bytes_at_most=262144
  else missing="$missing,base64"; fi
  summer=''
  for tool in shasum openssl sha256sum; do
    if command -v $tool >/dev/null; then summer=$tool; fi
  done
  if [ -z "$summer" ]; then missing="$missing,sha256sum"; fi
  # BusyBox' awk takes a NUL for a line break, its grep may for the end of a line; others show it in a round (`told_whole`).
  blind='' as_text=-a
  if is_box awk busybox; then blind=yes; fi
  if is_box grep busybox; then blind=yes as_text=''; fi
  # A file that is open can be called like another line of ls; BusyBox has no -q, and does so anyway.
  in_one_line=-q
  if is_box ls busybox; then in_one_line=''; fi
  # shellcheck disable=SC3013
  if ! [ / -ef / ] || [ / -ef /proc ]; then unfit=$unfit,test; fi
  if is_box ls toybox; then unfit=$unfit,ls; fi # its -q leaves what links lead to as it is
}

is_box() { # tool, the program that many tools are
  IFS=:
  set -- "$@" $PATH
  unset IFS
  tool=$1 box=$2
  shift 2
  for place do
    if [ ! -e "$place/$tool" ]; then continue; fi
    # shellcheck disable=SC3013
    if [ "$place/$tool" -ef "/bin/$box" ] || [ "$place/$tool" -ef "/usr/bin/$box" ] || [ "$place/$tool" -ef "/sbin/$box" ]; then return 0; fi
    return 1
  done
  return 1
}

trial() { # tool, what it has to say, what it says
  if [ "$2" != "$3" ]; then unfit=$unfit,$1; fi
}

# What a round does not try: a sweep needs it, and where awk is blind.
try_tools() {
  trial head ab "$(printf abc | head -c 2)"
  trial tr 'a?b' "$(printf 'a\000b' | tr '\000' '\n' | tr -c '\040-\176' '?')"
  trial grep 1:b "$(printf 'a\nb\n' | grep -q -i -E -e '^(C|D)$'; printf '%s:' $?; printf 'a\nb\n' | grep -v -x -F a)"
  trial ls "/$line_break/." "$(ls -d / /.)"
}

main() { # nothing, or sweep
  # What a client may have set through sshd's AcceptEnv. sudo and doas drop all that could do harm before this runs.
  unset IFS ENV BASH_ENV CDPATH TMOUT
  login_path=$PATH
  LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
  export LC_ALL PATH
  unset GREP_OPTIONS QUOTING_STYLE POSIXLY_CORRECT # they change what grep, ls and sed print
  umask 077
  set -f
  missing='' unfit='' bound='' installed=''
  choose_tools
  case $-:$# in
    *s*:0) ;; # sent
    # Before 5 is opened: sudo starts a file whose digest it has verified as /dev/fd/5, or another number.
    *:0) if [ -n "$summer" ]; then installed=$(sha256 <"$0"); fi ;;
    *) if [ "$*" != sweep ]; then echo 'It takes no argument but sweep' >&2; exit 2; fi ;;
  esac
  exec 5<&0 </dev/null
  user=''
  while read -r label _ effective _; do
    case $label in Uid:) user=$effective ;; esac
  done 2>/dev/null </proc/self/status
  case "$missing:$blind$*" in :?*) try_tools 2>/dev/null ;; esac
  if [ "${1-}" = sweep ]; then sweep; fi
  # The line break before it cuts off what an rc file printed without one.
  printf '\nplimsoll-reader 1 %s%s%s%s\n' "${user:-65534}" "${installed:+ installed:${installed%% *}}" "${missing:+ missing:${missing#,}}" \
    "${unfit:+ unfit:${unfit#,}}"
  converse
}

main "$@"
