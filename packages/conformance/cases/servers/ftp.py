# ftplib: log in, list, fetch and store in passive and in active mode, and a file that is not there.
import ftplib
import io
import socket
import threading

files = {"a.txt": b"hello\r\nworld\r\n"}


def serve(listener):
    conn, _ = listener.accept()
    data = socket.create_server(("127.0.0.1", 0))
    active = None

    def transfer():
        return socket.create_connection(active) if active else data.accept()[0]

    with conn, data, conn.makefile("rw", newline="\r\n") as stream:
        def answer(text):
            stream.write(text + "\n")
            stream.flush()

        answer("220 ready")
        for line in stream:
            command, _, argument = line.strip().partition(" ")
            if command == "PASV":
                high, low = divmod(data.getsockname()[1], 256)
                answer(f"227 ok (127,0,0,1,{high},{low})")
            elif command == "PORT":
                *host, high, low = argument.split(",")
                active = ".".join(host), int(high) * 256 + int(low)
                answer("200 ok")
            elif command == "RETR" and argument not in files:
                answer("550 there is no " + argument)
            elif command in ("LIST", "RETR", "STOR"):
                answer("150 now")
                with transfer() as s:
                    if command == "STOR":
                        files[argument] = s.makefile("rb").read()
                    else:
                        s.sendall(files[argument] if command == "RETR" else "\r\n".join(files).encode())
                answer("226 done")
            else:
                answer({"USER": "331 who says so?", "PASS": "230 in", "QUIT": "221 bye"}.get(command, "200 ok"))


with socket.create_server(("127.0.0.1", 0)) as listener, ftplib.FTP() as ftp:
    threading.Thread(target=serve, args=[listener]).start()
    print(ftp.connect(*listener.getsockname()), "|", ftp.login("me", "secret"))
    for passive in (True, False):
        ftp.set_pasv(passive)
        ftp.retrlines("LIST", lambda line: print("listed", line))
        print(ftp.retrbinary("RETR a.txt", print), "|", ftp.storbinary(f"STOR {passive}", io.BytesIO(b"x" * 100_000)))
    try:
        ftp.retrbinary("RETR b.txt", print)
    except ftplib.error_perm as e:
        print(e)
print({name: len(data) for name, data in files.items()})
