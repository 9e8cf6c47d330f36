import * as socket from '@pysock/socket-shim';

// Get your local hostname
export const hostname = socket.gethostname();
// Resolve hostname to IP address
export const ip = socket.gethostbyname('python.org');
// Get detailed address information (returns an array of arrays)
export const addr_info = socket.getaddrinfo('python.org', 443, socket.AF_INET, socket.SOCK_STREAM);
// Each: [family, type, proto, canonname, sockaddr]
// Create a connection to a TCP service (higher-level)
const connection = socket.create_connection(['python.org', 443], { timeout: 10 });
connection.close();
// Create a server socket (higher-level)
export const server = socket.create_server(['localhost', 8000]);
server.listen();
export const [conn, addr] = server.accept();
