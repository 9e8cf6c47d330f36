# Starts Node with the program that this file is, too. Node forgets which signals it was started with as ignored and blocked, and how
# many files may be open; so they are looked up here, and handed on. Only what every sh has in itself is used: no process is started but
# for the limit. For JavaScript all of this is a comment.
set -f
folder=${0%/*}
ignored=0 blocked=0 node=
if [ -r /proc/$$/status ]; then
  while read -r key value rest; do
    case $key in
      SigBlk:) blocked=$value ;;
      SigIgn:) ignored=$value; break ;;
    esac
  done < /proc/$$/status
fi

# Node opens /dev/null for a standard stream that is closed.
closed=
if [ -e /proc/$$/fd ]; then
  for fd in 0 1 2; do
    [ -e /proc/$$/fd/$fd ] || closed=$closed$fd
  done
fi

# What it opens itself cannot be told from what it was started with. Those that close on exec (the octal flag 02000000) are not handed on:
# this script is one.
others=-
if [ -e /proc/$$/fdinfo ]; then
  others=
  set +f
  for fd in /proc/$$/fd/*; do
    fd=${fd#/proc/$$/fd/}
    case $fd in
      [012]) ;;
      *)
        flags=2000000
        [ -e /proc/$$/fdinfo/$fd ] && while read -r key flags; do
          [ "$key" = flags: ] && break
        done < /proc/$$/fdinfo/$fd
        case $flags in
          *[2367]??????) ;;
          *) others=$others,$fd ;;
        esac
        ;;
    esac
  done
  set -f
fi

# The Node of a virtual environment, or else the PATH's.
if [ -r "$folder/../pyvenv.cfg" ]; then
  while read -r key equals value; do
    [ "$key" = node ] && node=$value
  done < "$folder/../pyvenv.cfg"
fi
run=
if ! [ -x "$node" ]; then
  node=
  before=$IFS IFS=:
  for name in node bun deno; do
    for folder in $PATH; do
      [ -f "$folder/$name" ] && [ -x "$folder/$name" ] && node=$folder/$name && break 2
    done
  done
  IFS=$before
  if [ -z "$node" ]; then
    echo 'pysock: there is no node in PATH, nor bun, nor deno' >&2
    exit 127
  fi
  [ "$name" = deno ] && run='run --allow-all'
fi

files=$(ulimit -Sn)
case $files in
  [0-9] | [12][0-9] | 3[01])
    echo "pysock: only $files files may be open (ulimit -n), and a start takes 32" >&2
    exit 1
    ;;
esac

# A signal in Node's first moments opens its debugger, unless an option says no, which an older Node refuses. cli/node-options.ts notes
# of which node it is known: of the file at this path, with this time.
known=
noted=${PYSOCK_CACHE-${XDG_CACHE_HOME:-$HOME/.cache}/pysock}/disable-sigusr1
[ -r "$noted" ] && read -r known < "$noted"
if [ "$known" != "$node" ] || [ "$node" -nt "$noted" ] || [ "$node" -ot "$noted" ]; then
  exec "$node" $run "$0" "inherited:$ignored:$blocked:$files:$closed:$others:$node" "$@"
fi
exec "$node" --disable-sigusr1 "$0" "inherited:$ignored:$blocked:$files:$closed:$others:$node" "$@"
