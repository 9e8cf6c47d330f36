import * as socket from '@pysock/socket-shim';

// IPv4 string to binary
export const packed = socket.inet_aton('192.168.1.1'); // Returns 4 bytes
// Binary to IPv4 string
export const ip = socket.inet_ntoa(packed); // Returns '192.168.1.1'
// Works with IPv6 too
export const ipv6_packed = socket.inet_pton(socket.AF_INET6, '2001:db8::1');
export const ipv6_str = socket.inet_ntop(socket.AF_INET6, ipv6_packed);
