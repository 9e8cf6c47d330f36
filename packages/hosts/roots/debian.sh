# debian.sh UNPACKED COMMAND...: runs a command where /usr is that of unpacked Debian packages, and all else is this system's, whose /bin
# and /lib lead into /usr. In a mount namespace of its own. The root itself is not mounted anew: what a rename to / gives tells it.
set -e
unpacked=$1
shift
[ -h /bin ] && [ -h /lib ] || { echo "debian.sh: /bin and /lib of this system do not lead into /usr" >&2; exit 1; }
mount --rbind "$unpacked/usr" /usr
exec "$@"
