# musl.sh ROOT LIB COMMAND...: runs a command where the C library of programs that ask for musl is in /lib, as on Alpine. All else is this
# system's. In a mount namespace of its own.
set -e
root=$1 lib=$2
shift 2
mount -t tmpfs -o mode=755 tmpfs "$root"
for entry in /*; do
  name=${entry#/}
  if [ "$name" = lib ]; then
    mkdir "$root/.lib" "$root/lib"
    mount --rbind /lib/ "$root/.lib"
    for file in /lib/*; do
      ln -s "/.${file#/}" "$root/lib/"
    done
    cp "$lib"/* "$root/lib/"
  elif [ -h "$entry" ]; then
    cp -P "$entry" "$root/"
  elif [ -d "$entry" ]; then
    mkdir "$root/$name"
    mount --rbind "$entry" "$root/$name"
  fi
done
exec chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$PWD" "$@"
