/** The headers that the tables are read from, and what the headers of an older system lack. */

/** What socketmodule.h includes on Linux, then what only our own code needs. */
export const headers = `
  sys/types.h sys/socket.h netinet/in.h netinet/tcp.h sys/un.h asm/types.h linux/netlink.h linux/qrtr.h
  bluetooth/bluetooth.h bluetooth/rfcomm.h bluetooth/l2cap.h bluetooth/sco.h bluetooth/hci.h net/if.h
  netpacket/packet.h linux/tipc.h linux/can.h linux/can/raw.h linux/can/bcm.h linux/can/j1939.h linux/vm_sockets.h
  linux/netfilter_ipv4.h linux/if_alg.h net/ethernet.h netdb.h arpa/inet.h fcntl.h errno.h limits.h poll.h signal.h
  stddef.h time.h net/route.h linux/filter.h linux/fs.h linux/loop.h linux/if_tun.h linux/nsfs.h linux/errqueue.h
  linux/sockios.h sys/epoll.h sys/eventfd.h sys/ioctl.h sys/signalfd.h sys/stat.h sys/syscall.h sys/time.h sys/uio.h
  sys/select.h spawn.h sys/resource.h sys/wait.h sys/mman.h linux/futex.h sys/timerfd.h unistd.h pwd.h grp.h
  ifaddrs.h linux/if_link.h sys/prctl.h sched.h malloc.h`
  .trim()
  .split(/\s+/);

/** Values for names that older headers lack, each with where it comes from. A header that has the name must agree. */
export const supplement: Readonly<Record<string, number>> = {
  // bluetooth/bluetooth.h since BlueZ 5.67
  BT_VOICE_TRANSPARENT_16BIT: 0x63,
  // socketmodule.h defines these itself: linux/if_alg.h has never had them
  ALG_SET_PUBKEY: 6,
  ALG_OP_SIGN: 2,
  ALG_OP_VERIFY: 3,
  // socketmodule.c's value where netinet/udp.h is not included
  SOL_UDP: 17,
  // asm-generic/socket.h since Linux 6.5; the message's type is in no header for programs (linux/socket.h of the kernel's own)
  SO_PASSPIDFD: 76,
  SO_PEERPIDFD: 77,
  SCM_PIDFD: 4,
  // sys/pidfd.h of glibc, since 2.36
  PIDFD_NONBLOCK: 0o4000,
  // asm-generic/errno.h since Linux 7.0
  EFTYPE: 134,
};
