import * as socket from '@pysock/socket-shim';

// TCP socket (connection-oriented)
export const tcp_socket = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
// UDP socket (connectionless)
export const udp_socket = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
// IPv6 TCP socket
export const ipv6_socket = new socket.socket(socket.AF_INET6, socket.SOCK_STREAM);
