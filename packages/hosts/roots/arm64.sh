# arm64.sh QEMU LIBRARIES KOFFI PLACE COMMAND...: runs a command where the kernel starts programs for arm64 by qemu, and koffi's binary for
# arm64 lies in PLACE. In user and mount namespaces of its own, to which the registration is confined (Linux 6.7).
set -e
qemu=$1 libraries=$2 koffi=$3 place=$4
shift 4
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
printf %s ":pysock-arm64:M::$magic:$mask:$qemu:F" > /proc/sys/fs/binfmt_misc/register
mount -t tmpfs tmpfs "$place"
mkdir "$place/koffi-linux-arm64"
mount --bind "$koffi" "$place/koffi-linux-arm64"
export QEMU_LD_PREFIX="$libraries"
exec "$@"
