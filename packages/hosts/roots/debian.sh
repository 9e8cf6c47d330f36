# debian.sh ROOT UNPACKED COMMAND...: runs a command where /usr is that of unpacked Debian packages, and all else is this system's. In a
# mount namespace of its own.
set -e
root=$1 unpacked=$2
shift 2
mount -t tmpfs -o mode=755 tmpfs "$root"
for entry in /*; do
  name=${entry#/}
  case $name in
    usr)
      mkdir "$root/usr"
      mount --rbind "$unpacked/usr" "$root/usr"
      ;;
    bin | sbin | lib | lib64)
      ln -s "usr/$name" "$root/$name"
      ;;
    *)
      if [ -h "$entry" ]; then
        cp -P "$entry" "$root/"
      elif [ -d "$entry" ]; then
        mkdir "$root/$name"
        mount --rbind "$entry" "$root/$name"
      fi
      ;;
  esac
done
exec chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$PWD" "$@"
