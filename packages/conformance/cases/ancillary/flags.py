# MSG_PEEK, MSG_TRUNC, MSG_CTRUNC, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL, MSG_OOB and MSG_EOR.
import socket
import threading

with (
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
):
    receiver.bind(("127.0.0.1", 0))
    sender.connect(receiver.getsockname())
    sender.send(b"too long for you")
    print(receiver.recvmsg(3, 0, socket.MSG_PEEK)[:3], receiver.recv(3, socket.MSG_PEEK))
    buffer = bytearray(3)
    print(receiver.recv_into(buffer, 0, socket.MSG_TRUNC), buffer)
    sender.send(b"too long for you")
    data, _, flags, _ = receiver.recvmsg(3, 0, socket.MSG_TRUNC)
    print(data, flags == socket.MSG_TRUNC)
    try:
        receiver.recvmsg(100, 0, socket.MSG_DONTWAIT)
    except OSError as error:
        print(repr(error))

a, b = socket.socketpair()
a.send(b"half")
rest = threading.Timer(0.1, a.send, [b" and half"])
rest.start()
print(b.recv(13, socket.MSG_WAITALL))
rest.join()
b.close()
try:
    a.send(b"to nobody", socket.MSG_NOSIGNAL)
except OSError as error:
    print(repr(error))
a.close()

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
print(a.sendmsg([b"record"], [], socket.MSG_EOR))
print(b.recvmsg(3)[2] & (socket.MSG_EOR | socket.MSG_TRUNC) != 0)
a.close()
print(b.recvmsg(3))
b.close()

with socket.create_server(("127.0.0.1", 0)) as listener:
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    client.send(b"ab")
    print(client.send(b"!", socket.MSG_OOB))
    print(server.recv(100), server.recv(1, socket.MSG_OOB))
    client.close()
    server.close()
