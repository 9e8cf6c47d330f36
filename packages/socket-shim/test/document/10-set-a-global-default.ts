import * as socket from '@pysock/socket-shim';

socket.setdefaulttimeout(10.0); // 10 seconds for all new sockets
